using Signalbox.Engine.Workspaces;

namespace Signalbox.Bench.Steps;

/// <summary>Makes plain folders: git's own time is row 14's.</summary>
internal sealed class NoOpWorkspaces : IWorkspaceManager
{
    public Task<RepositoryProbe> ProbeAsync(string path, CancellationToken cancellationToken) => Task.FromResult(new RepositoryProbe(path, "main", null, null));

    public Task<WorkspaceOutcome> CreateAsync(WorkspaceRequest request, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(request.WorkspacePath);
        return Task.FromResult(new WorkspaceOutcome(request.Branch, new string('a', 40), null));
    }

    public Task<string?> RemoveAsync(string repositoryPath, string workspacePath, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task<ChangeSummary> SummarizeChangesAsync(string workspacePath, string baseCommit, CancellationToken cancellationToken) => Task.FromResult(new ChangeSummary(0, 0, 0));
}
