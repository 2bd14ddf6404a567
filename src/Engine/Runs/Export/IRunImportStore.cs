using Signalbox.Engine.Events;

namespace Signalbox.Engine.Runs.Export;

/// <summary>Writes runs that have ended elsewhere.</summary>
public interface IRunImportStore
{
    /// <summary>Name of the repository that is made for workflows that are not known here.</summary>
    public const string ImportedRepository = "imported";

    /// <summary>
    /// Writes the run with its steps, attempts and events in one transaction. It belongs to the workflow version of that repository, name and text where
    /// there is one; else to an archived workflow of a repository made for imports, so that no workflow of a person changes.
    /// </summary>
    /// <returns>The state as stored and its events; null when the key is taken: nothing was written then.</returns>
    Task<(RunState State, IReadOnlyList<RunEvent> Events)?> ImportAsync(RunImport import, CancellationToken cancellationToken);
}
