namespace Signalbox.Engine.Runs.Export;

/// <summary>A folder of an import that holds one step run.</summary>
/// <param name="From">Its name in the source.</param>
/// <param name="To">Its name in the run's folder.</param>
/// <param name="StepId">Step id.</param>
/// <param name="Position">Position in the workflow.</param>
/// <param name="Visit">Visit, from 1.</param>
/// <param name="Parent">The step run whose item it is; null: none.</param>
internal sealed record ImportNode(string From, string To, string StepId, int Position, int Visit, StepRun? Parent);
