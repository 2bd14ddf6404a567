using Microsoft.Extensions.DependencyInjection;
using Quartz;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Jobs;
using Signalbox.Engine.Library;
using Signalbox.Engine.Workflows;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Jobs;

/// <summary>The real scheduler in memory with a fake engine; a schedule fires when the test says so.</summary>
internal sealed class ScheduleBench : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IScheduler _scheduler;

    private ScheduleBench(ServiceProvider services, IScheduler scheduler, FakeEngine engine)
    {
        _services = services;
        _scheduler = scheduler;
        Engine = engine;
    }

    public FakeEngine Engine { get; }

    public ScheduleStore Store => _services.GetRequiredService<ScheduleStore>();

    public static async Task<ScheduleBench> StartAsync()
    {
        var engine = new FakeEngine();
        var services = new ServiceCollection();
        services.AddLogging();
        engine.Register(services);
        services.AddSingleton(TimeProvider.System);
        services.AddTransient<ScheduleJob>();
        services.AddSingleton<ScheduleStore>();
        services.AddQuartz(new System.Collections.Specialized.NameValueCollection { ["quartz.scheduler.instanceName"] = Guid.NewGuid().ToString("n") }, _ => { });
        var provider = services.BuildServiceProvider();
        var scheduler = await provider.GetRequiredService<ISchedulerFactory>().GetScheduler(TestContext.Current.CancellationToken);
        await scheduler.Start(TestContext.Current.CancellationToken);
        return new ScheduleBench(provider, scheduler, engine);
    }

    public void Add(string slug, string schedule) => Engine.Workflows.Add(With(FakeRuns.Workflow(slug, "web"), schedule));

    public void Replace(string schedule) => Engine.Workflows[0] = With(Engine.Workflows[0], schedule);

    /// <summary>Fires a schedule and waits until its job has ended.</summary>
    public async Task FireAsync(int index = 0)
    {
        var stop = TestContext.Current.CancellationToken;
        await _scheduler.TriggerJob(new JobKey($"{Engine.Workflows[0].Workflow.Id}:{index}", ScheduleKeys.Group), null, stop);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while ((await AllAsync())[index].LastAt is null)
        {
            await timer.WaitForNextTickAsync(stop);
        }
    }

    public async Task<IReadOnlyList<ScheduleModel>> AllAsync()
    {
        var all = await Store.AllAsync(TestContext.Current.CancellationToken);
        return [.. all.SelectMany(a => a)];
    }

    public async Task<ScheduleModel> OnlyAsync() => Assert.Single(await AllAsync());

    public async ValueTask DisposeAsync()
    {
        await _scheduler.Shutdown(true, CancellationToken.None);
        await _services.DisposeAsync();
    }

    private static WorkflowEntry With(WorkflowEntry entry, string schedule)
    {
        var parsed = WorkflowParser.Parse($"version: \"1.0\"\nname: {entry.Workflow.Slug}\ninputs:\n  name: {{type: string}}\n{schedule}\nsteps:\n  - {{id: greet, run: echo hello}}\n", "x.yaml");
        return entry with { Definition = parsed.Definition ?? throw new InvalidOperationException(string.Join('\n', parsed.Diagnostics)) };
    }
}
