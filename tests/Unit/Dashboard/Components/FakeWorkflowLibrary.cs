using Signalbox.Engine.Library;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Dashboard.Components;

/// <summary>Workflows in memory.</summary>
internal sealed class FakeWorkflowLibrary : IWorkflowLibrary
{
    public List<WorkflowEntry> Entries { get; } = [];

    /// <summary>Repositories without a workflow.</summary>
    public List<Repository> Others { get; } = [];

    /// <summary>What adding a repository gives.</summary>
    public Func<string, AddRepositoryResult> AddAnswer { get; set; } = path => new AddRepositoryResult(null, $"{path} is not known to this test");

    /// <summary>The paths that were added.</summary>
    public List<string> Added { get; } = [];

    public Task<AddRepositoryResult> AddRepositoryAsync(string path, CancellationToken cancellationToken)
    {
        Added.Add(path);
        return Task.FromResult(AddAnswer(path));
    }

    public Task<IReadOnlyList<Repository>> RepositoriesAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Repository>>([.. Entries.Select(e => e.Repository), .. Others]);

    public Task<IReadOnlyList<WorkflowEntry>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<WorkflowEntry>>([.. Entries]);

    public Task<IReadOnlyList<WorkflowEntry>> FindAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<WorkflowEntry>>([.. Entries.Where(e => string.Equals(e.Workflow.Slug, name, StringComparison.Ordinal) || string.Equals($"{e.Repository.Name}/{e.Workflow.Slug}", name, StringComparison.Ordinal))]);

    public Task SyncAsync(Repository repository, CancellationToken cancellationToken) => Task.CompletedTask;
}
