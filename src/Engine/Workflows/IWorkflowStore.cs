using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Workflows;

/// <summary>Keeps workflows and their versions.</summary>
public interface IWorkflowStore
{
    /// <summary>All that are not archived, by slug.</summary>
    Task<IReadOnlyList<Workflow>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Not archived ones with this slug, in every repository.</summary>
    Task<IReadOnlyList<Workflow>> FindAsync(string slug, CancellationToken cancellationToken);

    /// <summary>A version by number; null when there is none.</summary>
    Task<WorkflowVersion?> GetVersionAsync(WorkflowId workflow, int number, CancellationToken cancellationToken);

    /// <summary>A version by id; null when there is none.</summary>
    Task<WorkflowVersion?> GetVersionAsync(WorkflowVersionId id, CancellationToken cancellationToken);

    /// <summary>
    /// Records what a workflow file holds now, in one transaction: creates the workflow when new (or takes it back from the archive), adds a
    /// version when valid and its hash is another than the newest version's, keeps the diagnostics. Returns whether anything changed.
    /// </summary>
    Task<bool> RecordFileAsync(WorkflowFileRecord record, CancellationToken cancellationToken);

    /// <summary>Archives the workflows of a repository whose file is not among these. Returns whether any was.</summary>
    Task<bool> ArchiveMissingAsync(RepositoryId repository, IReadOnlyCollection<string> presentPaths, CancellationToken cancellationToken);
}
