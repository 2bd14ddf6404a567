using Microsoft.Extensions.Logging.Abstractions;
using Signalbox.Dashboard.Jobs;
using Signalbox.Engine.Events;
using Signalbox.Engine.Workspaces;
using Signalbox.Unit.Engine.Workspaces.Upkeep;

namespace Signalbox.Unit.Dashboard.Jobs;

/// <summary>The status of a workspace is true after its run, without anybody looking; removals that were cut short are gone on with at the start.</summary>
public sealed class WorkspaceUpkeepServiceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunEnds_WithWork_MakesItsWorkspaceDirty()
    {
        using var lab = await UpkeepLab.CreateAsync();
        await lab.Git.WriteAsync("new.txt", "work");
        using var service = await StartAsync(lab);

        lab.Bus.Publish(new Notice.RunChanged(lab.Entry.Workspace.RunId, [Event(lab, step: "build", "Running -> Completed")]));
        lab.Bus.Publish(new Notice.RunChanged(lab.Entry.Workspace.RunId, [Event(lab, step: null, "Running -> Failed")]));

        await UntilAsync(lab, WorkspaceStatus.Dirty);
        await service.StopAsync(Token);
        Assert.Single(await lab.RecordedAsync());
    }

    [Fact]
    public async Task Start_RemovalWasCutShort_GoesOnWithIt()
    {
        using var lab = await UpkeepLab.CreateAsync();
        lab.Entry.Workspace.BeginRemoval("ann", told: null, lab.Time.GetUtcNow());
        Directory.Move(lab.Git.Workspace, lab.Git.Workspace + ".removed");

        using var service = await StartAsync(lab);

        await UntilAsync(lab, WorkspaceStatus.Removed);
        await service.StopAsync(Token);
        Assert.False(Directory.Exists(lab.Git.Workspace + ".removed"));
    }

    [Fact]
    public async Task Look_Fails_DoesNotEndTheService()
    {
        using var lab = await UpkeepLab.CreateAsync();
        await lab.Git.WriteAsync("new.txt", "work");
        using var service = await StartAsync(lab);
        var failed = new TaskCompletionSource();
        lab.Store.BeforeChange = () =>
        {
            failed.SetResult();
            throw new IOException("the disk is gone");
        };

        var ended = new Notice.RunChanged(lab.Entry.Workspace.RunId, [Event(lab, step: null, "Running -> Completed")]);
        lab.Bus.Publish(ended);
        await failed.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        lab.Bus.Publish(ended);

        await UntilAsync(lab, WorkspaceStatus.Dirty);
        await service.StopAsync(Token);
    }

    private static async Task<WorkspaceUpkeepService> StartAsync(UpkeepLab lab)
    {
        var service = new WorkspaceUpkeepService(lab.Removals, lab.Looks, lab.Store, lab.Bus, TimeProvider.System, NullLogger<WorkspaceUpkeepService>.Instance) { Quiet = TimeSpan.FromMilliseconds(10) };
        await service.StartAsync(Token);
        while (lab.Bus.SubscriberCount == 0)
        {
            await Task.Yield();
        }

        return service;
    }

    private static RunEvent Event(UpkeepLab lab, string? step, string transition) =>
        new() { RunId = lab.Entry.Workspace.RunId, StepId = step, Transition = transition, Message = "as the test wants" };

    private static async Task UntilAsync(UpkeepLab lab, WorkspaceStatus status)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        using var told = lab.Bus.Subscribe(n => n is Notice.WorkspacesChanged);
        await using var notices = told.ReadAllAsync(limit.Token).GetAsyncEnumerator(limit.Token);
        while (lab.Status != status)
        {
            Assert.True(await notices.MoveNextAsync());
        }
    }
}
