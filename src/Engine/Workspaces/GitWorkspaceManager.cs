namespace Signalbox.Engine.Workspaces;

/// <summary>Worktrees made and removed with git itself (2.30 or newer).</summary>
public sealed class GitWorkspaceManager : IWorkspaceManager
{
    private readonly Git _git;
    private readonly RepositoryProber _prober;
    private readonly WorktreeCreator _creator;
    private readonly WorktreeRemover _remover;
    private readonly ChangeCounter _counter;
    private readonly CheckpointWriter _checkpoints;
    private readonly CheckpointRefs _refs;
    private readonly WorkspaceRestorer _restorer;
    private readonly WorkspaceInspector _inspector;
    private readonly PatchWriter _patches;
    private readonly BranchComparer _comparer;
    private readonly RepositoryGate _gate = new();

    /// <summary>Uses the git on this process' PATH.</summary>
    public GitWorkspaceManager(TimeProvider time)
        : this(new Git(time), time)
    {
    }

    internal GitWorkspaceManager(Git git, TimeProvider time)
    {
        _git = git;
        _prober = new RepositoryProber(_git);
        _creator = new WorktreeCreator(_git, time);
        _remover = new WorktreeRemover(_git, time);
        _counter = new ChangeCounter(_git, time);
        _checkpoints = new CheckpointWriter(_git, time);
        _refs = new CheckpointRefs(_git);
        _restorer = new WorkspaceRestorer(_git, time);
        _inspector = new WorkspaceInspector(_git, time);
        _patches = new PatchWriter(_git, time);
        _comparer = new BranchComparer(_git);
    }

    /// <inheritdoc/>
    public Task<RepositoryProbe> ProbeAsync(string path, CancellationToken cancellationToken) => _prober.ProbeAsync(path, cancellationToken);

    /// <inheritdoc/>
    public async Task<WorkspaceOutcome> CreateAsync(WorkspaceRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!Path.IsPathFullyQualified(request.WorkspacePath))
        {
            return WorktreeCreator.Fault($"'{request.WorkspacePath}' is not an absolute path");
        }

        if (await _prober.FindAsync(request.RepositoryPath, cancellationToken) is { } found)
        {
            using (await _gate.EnterAsync(GitFolder.Key(found.Root), cancellationToken))
            {
                return await _creator.TryNewAsync(found.Root, found.Head, request, cancellationToken) ?? await _creator.CreateAsync(found.Root, request, cancellationToken);
            }
        }

        var probe = await _prober.ProbeAsync(request.RepositoryPath, cancellationToken);
        if (probe is not { Root: { } root, Fault: null })
        {
            return WorktreeCreator.Fault(probe.Fault!);
        }

        using (await _gate.EnterAsync(GitFolder.Key(root), cancellationToken))
        {
            return await _creator.CreateAsync(root, request, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<string?> RemoveAsync(string repositoryPath, string workspacePath, CancellationToken cancellationToken) =>
        (await RemoveAsync(new WorkspaceRemovalOrder(repositoryPath, workspacePath), cancellationToken)).Fault;

    /// <inheritdoc/>
    public async Task<string?> DiscardAsync(string repositoryPath, string workspacePath, CancellationToken cancellationToken) =>
        (await RemoveAsync(new WorkspaceRemovalOrder(repositoryPath, workspacePath) { IsTold = true }, cancellationToken)).Fault;

    /// <inheritdoc/>
    public async Task<WorkspaceRemovalOutcome> RemoveAsync(WorkspaceRemovalOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        using (await _gate.EnterAsync(GitFolder.Key(order.RepositoryPath), cancellationToken))
        {
            return await _remover.RemoveAsync(order, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task<CheckpointCommit> CheckpointAsync(string workspacePath, string refName, string message, CancellationToken cancellationToken) =>
        _checkpoints.WriteAsync(workspacePath, refName, message, cancellationToken);

    /// <inheritdoc/>
    public async Task<string?> RestoreAsync(string workspacePath, string commit, string presentCommit, CancellationToken cancellationToken)
    {
        using (await _gate.EnterAsync(GitFolder.Key(workspacePath), cancellationToken))
        {
            return await _restorer.RestoreAsync(workspacePath, commit, presentCommit, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task<string?> DeleteCheckpointRefsAsync(string repositoryPath, string run, CancellationToken cancellationToken) =>
        _refs.DeleteAsync(repositoryPath, run, cancellationToken);

    /// <inheritdoc/>
    public Task<WorkspaceState> InspectAsync(string workspacePath, CancellationToken cancellationToken) =>
        _inspector.InspectAsync(workspacePath, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">git cannot compare, for example because the workspace is gone.</exception>
    public Task<ChangeSummary> SummarizeChangesAsync(string workspacePath, string baseCommit, CancellationToken cancellationToken) =>
        _counter.CountAsync(workspacePath, baseCommit, cancellationToken);

    /// <inheritdoc/>
    public Task<string?> TreeAsync(string workspacePath, string? commit, CancellationToken cancellationToken) => _counter.TreeAsync(workspacePath, commit, cancellationToken);

    /// <inheritdoc/>
    public Task<BranchComparison?> CompareAsync(string workspacePath, string branch, CancellationToken cancellationToken) =>
        _comparer.CompareAsync(workspacePath, branch, cancellationToken);

    /// <inheritdoc/>
    public Task<WorkspacePatch> DiffAsync(string workspacePath, string baseCommit, int maxBytes, CancellationToken cancellationToken) =>
        _patches.WriteAsync(workspacePath, baseCommit, maxBytes, cancellationToken);
}
