namespace Signalbox.Engine.Runs;

/// <summary>A cancel that is being carried out.</summary>
/// <param name="By">Who asked.</param>
/// <param name="Began">Time stamp of the provider when stopping began.</param>
/// <param name="Agents">Agents that were working.</param>
internal sealed record CancelOrder(string By, long Began, int Agents);
