namespace Signalbox.Engine.Runs.Export;

/// <summary>The step runs and attempts of an import, and the files that go with them.</summary>
internal sealed class ImportedSteps
{
    public List<StepRun> Steps { get; } = [];

    public List<Attempt> Attempts { get; } = [];

    /// <summary>Name in the run's folder by name in the source.</summary>
    public List<(string From, string To)> Copies { get; } = [];

    /// <summary>Texts that only a document holds, by name in the run's folder.</summary>
    public List<(string To, string Text)> Texts { get; } = [];
}
