using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Library;

/// <summary>The known repositories and the workflows found in their <c>.signalbox/workflows/*.yaml</c>.</summary>
public interface IWorkflowLibrary
{
    /// <summary>Makes a repository known and reads its workflows. Knowing it already is no fault.</summary>
    Task<AddRepositoryResult> AddRepositoryAsync(string path, CancellationToken cancellationToken);

    /// <summary>The known repositories, by name.</summary>
    Task<IReadOnlyList<Repository>> RepositoriesAsync(CancellationToken cancellationToken);

    /// <summary>Every workflow that is not archived, by slug.</summary>
    Task<IReadOnlyList<WorkflowEntry>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The workflows that <c>slug</c> or <c>repository/slug</c> names: none, one, or several when a bare slug is ambiguous.</summary>
    Task<IReadOnlyList<WorkflowEntry>> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Reads the workflow files of a repository again; tells the bus when something changed.</summary>
    Task SyncAsync(Repository repository, CancellationToken cancellationToken);
}
