using Microsoft.Extensions.Logging.Abstractions;
using Signalbox.Dashboard.Jobs;
using Signalbox.Engine.Events;
using Signalbox.Engine.Features;
using Signalbox.Engine.Runs;
using Signalbox.Unit.Engine.Features;

namespace Signalbox.Unit.Dashboard.Jobs;

public sealed class FeatureFollowServiceTests : IDisposable
{
    private readonly FeatureScene scene = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_ThatGoesOn_MovesItsFeature()
    {
        var (feature, run) = await scene.StartAsync();
        using var heard = scene.Engine.Bus.Subscribe(n => n is Notice.FeaturesChanged);
        using var service = Create();
        await service.StartAsync(Token);

        Complete(run);
        scene.Engine.Bus.Publish(new Notice.RunChanged(run.Run.Id, []));

        await UntilAsync(heard, () => feature.Status == FeatureStatus.Review);
        await service.StopAsync(Token);
    }

    [Fact]
    public async Task Run_ThatEndedBeforeTheServerStarted_IsFollowed()
    {
        var (feature, run) = await scene.StartAsync();
        Complete(run);
        using var heard = scene.Engine.Bus.Subscribe(n => n is Notice.FeaturesChanged);
        using var service = Create();

        await service.StartAsync(Token);

        await UntilAsync(heard, () => feature.Status == FeatureStatus.Review);
        await service.StopAsync(Token);
    }

    [Fact]
    public async Task Feature_ThatAPersonLetsGoOn_IsLookedAtAtOnce()
    {
        var (feature, run) = await scene.StartAsync();
        await scene.Desk.BlockAsync(feature.Id, "the price is wrong", "ada", Token);
        Complete(run);
        using var heard = scene.Engine.Bus.Subscribe(n => n is Notice.FeaturesChanged);
        using var service = Create();
        await service.StartAsync(Token);
        await UntilAsync(heard, () => feature.Tasks.All(t => t.IsDone));
        Assert.Equal(FeatureStatus.Blocked, feature.Status);

        await scene.Desk.UnblockAsync(feature.Id, "ada", Token);

        await UntilAsync(heard, () => feature.Status == FeatureStatus.Review);
        await service.StopAsync(Token);
    }

    [Fact]
    public async Task Run_WhoseAgentReportsOften_IsLookedAtSeldom()
    {
        var (feature, run) = await scene.StartAsync();
        using var heard = scene.Engine.Bus.Subscribe(n => n is Notice.FeaturesChanged);
        using var service = Create();
        await service.StartAsync(Token);
        for (var i = 0; i < 100; i++)
        {
            scene.Engine.Bus.Publish(new Notice.RunChanged(run.Run.Id, [new RunEvent { RunId = run.Run.Id, Message = "the agent reads a file" }]));
        }

        Complete(run);
        for (var i = 0; i < 100; i++)
        {
            scene.Engine.Bus.Publish(new Notice.RunChanged(run.Run.Id, [new RunEvent { RunId = run.Run.Id, Message = "completed", Transition = "Running -> Completed" }]));
        }

        await UntilAsync(heard, () => feature.Status == FeatureStatus.Review);
        await service.StopAsync(Token);
        Assert.InRange(scene.Store.Looks, 1, 10);
    }

    public void Dispose() => scene.Dispose();

    private FeatureFollowService Create() => new(scene.Follower, scene.Engine.Bus, TimeProvider.System, NullLogger<FeatureFollowService>.Instance);

    private static void Complete(RunState run)
    {
        foreach (var step in run.Steps.Where(s => s.Status == StepStatus.Pending))
        {
            step.MoveTo(StepStatus.Running, null, run.Run.CreatedAt);
            step.MoveTo(StepStatus.Completed, null, run.Run.CreatedAt);
        }

        run.Run.MoveTo(RunStatus.Completed, null, run.Run.CreatedAt);
    }

    /// <summary>Waits for the notice after which it holds.</summary>
    private static async Task UntilAsync(NoticeSubscription heard, Func<bool> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        if (holds())
        {
            return;
        }

        await foreach (var _ in heard.ReadAllAsync(patience.Token))
        {
            if (holds())
            {
                return;
            }
        }
    }
}
