using Signalbox.Engine.Workspaces;

namespace Signalbox.Bench.Steps;

/// <summary>Makes plain folders: git's own time is row 14's.</summary>
internal sealed class NoOpWorkspaces : IWorkspaceManager
{
    private static readonly string Commit = new('a', 40);

    public Task<RepositoryProbe> ProbeAsync(string path, CancellationToken cancellationToken) => Task.FromResult(new RepositoryProbe(path, "main", null, null));

    public Task<WorkspaceOutcome> CreateAsync(WorkspaceRequest request, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(request.WorkspacePath);
        return Task.FromResult(new WorkspaceOutcome(request.Branch, Commit, null));
    }

    public Task<CheckpointCommit> CheckpointAsync(string workspacePath, string refName, string message, CancellationToken cancellationToken) =>
        Task.FromResult(new CheckpointCommit(Commit, null, []));

    public Task<ChangeSummary> SummarizeChangesAsync(string workspacePath, string baseCommit, CancellationToken cancellationToken) => Task.FromResult(new ChangeSummary(0, 0, 0));

    public Task<string?> TreeAsync(string workspacePath, string? commit, CancellationToken cancellationToken) => throw Unused();

    public Task<string?> RemoveAsync(string repositoryPath, string workspacePath, CancellationToken cancellationToken) => throw Unused();

    public Task<string?> DiscardAsync(string repositoryPath, string workspacePath, CancellationToken cancellationToken) => throw Unused();

    public Task<WorkspaceRemovalOutcome> RemoveAsync(WorkspaceRemovalOrder order, CancellationToken cancellationToken) => throw Unused();

    public Task<BranchComparison?> CompareAsync(string workspacePath, string branch, CancellationToken cancellationToken) => throw Unused();

    public Task<WorkspacePatch> DiffAsync(string workspacePath, string baseCommit, int maxBytes, CancellationToken cancellationToken) => throw Unused();

    public Task<string?> RestoreAsync(string workspacePath, string commit, string presentCommit, CancellationToken cancellationToken) => throw Unused();

    public Task<string?> DeleteCheckpointRefsAsync(string repositoryPath, string run, CancellationToken cancellationToken) => throw Unused();

    public Task<WorkspaceState> InspectAsync(string workspacePath, CancellationToken cancellationToken) => throw Unused();

    private static NotSupportedException Unused() => new("no run of this benchmark asks for it");
}
