using Signalbox.Engine.Events;

namespace Signalbox.Engine.Runs.Export;

/// <summary>A run that has ended elsewhere, to be written with all it has.</summary>
public sealed record RunImport
{
    /// <summary>Its key; the import is refused when it is taken.</summary>
    public required string Key { get; init; }

    /// <summary>Name of its workflow.</summary>
    public required string Workflow { get; init; }

    /// <summary>The workflow as it was.</summary>
    public required string Yaml { get; init; }

    /// <summary>Name of its repository; null when it is not said.</summary>
    public string? Repository { get; init; }

    /// <summary>Folder of the repository that is made for workflows that are not known here.</summary>
    public required string ImportedFolder { get; init; }

    /// <summary>Makes the run, ended, once its place is known.</summary>
    public required Func<RunImportPlace, Run> Create { get; init; }

    public required IReadOnlyList<StepRun> Steps { get; init; }

    public required IReadOnlyList<Attempt> Attempts { get; init; }

    /// <summary>Its first events; the store gives them their numbers.</summary>
    public required IReadOnlyList<RunEvent> Events { get; init; }

    /// <summary>Puts the files in their place when nothing can refuse the run any more; it is written only if this succeeds.</summary>
    public required Func<CancellationToken, Task> PlaceFilesAsync { get; init; }
}
