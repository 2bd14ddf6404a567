using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workflows;

namespace Signalbox.Unit.Dashboard.Hosting;

/// <summary>Versions and schedules are what the test puts in.</summary>
internal sealed partial class FakeEngine : IScheduleFeed, IWorkflowStore
{
    public List<(WorkflowId Workflow, ScheduleModel Model)> Schedules { get; } = [];

    public List<WorkflowVersion> Versions { get; } = [];

    public Task<ILookup<WorkflowId, ScheduleModel>> AllAsync(CancellationToken cancellationToken) => Task.FromResult(Schedules.ToLookup(s => s.Workflow, s => s.Model));

    public Task<WorkflowVersion?> GetVersionAsync(WorkflowId workflow, int number, CancellationToken cancellationToken) =>
        Task.FromResult(Versions.Find(v => v.WorkflowId == workflow && v.Number == number));

    public Task<WorkflowVersion?> GetVersionAsync(WorkflowVersionId id, CancellationToken cancellationToken) => Task.FromResult(Versions.Find(v => v.Id == id));

    Task<IReadOnlyList<Workflow>> IWorkflowStore.ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException("the API lists through the library");

    Task<IReadOnlyList<Workflow>> IWorkflowStore.FindAsync(string slug, CancellationToken cancellationToken) => throw new NotSupportedException("the API finds through the library");

    public Task<bool> RecordFileAsync(WorkflowFileRecord record, CancellationToken cancellationToken) => throw new NotSupportedException("the library records files");

    public Task<bool> ArchiveMissingAsync(RepositoryId repository, IReadOnlyCollection<string> presentPaths, CancellationToken cancellationToken) => throw new NotSupportedException("the library archives");
}
