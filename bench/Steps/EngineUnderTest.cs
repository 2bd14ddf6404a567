using Microsoft.Extensions.DependencyInjection;
using Signalbox.Bench.Harness;
using Signalbox.Dashboard.Hosting;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Library;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Execution;
using Signalbox.Engine.Workspaces;
using Signalbox.Persistence;

namespace Signalbox.Bench.Steps;

/// <summary>The engine as the server puts it together, on a real database; only agents, git and the job queue do nothing.</summary>
internal sealed class EngineUnderTest : IAsyncDisposable
{
    public const int StepsPerRun = 10;

    private readonly ServiceProvider _provider;

    private EngineUnderTest(ServiceProvider provider, NoOpAgent agent) => (_provider, Agent) = (provider, agent);

    public NoOpAgent Agent { get; }

    public LogPump Pump => _provider.GetRequiredService<LogPump>();

    public ILogStore Logs => _provider.GetRequiredService<ILogStore>();

    public IRunQueries Queries => _provider.GetRequiredService<IRunQueries>();

    /// <summary>A database with the schema and one workflow of ten steps in a row.</summary>
    /// <param name="folder">Data directory.</param>
    /// <param name="postgres">Connection string; null: SQLite in the data directory.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<EngineUnderTest> CreateAsync(string folder, string? postgres, CancellationToken cancellationToken)
    {
        var data = DataDirectory.Open(folder);
        var agent = new NoOpAgent();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddEngine(data, new SignalboxOptions { MaxConcurrentRuns = 32, MaxLogBytesPerRun = 64L * 1024 * 1024 * 1024 });
        if (postgres is not null)
        {
            services.AddPersistence(new PersistenceOptions { Provider = DatabaseProvider.Postgres, ConnectionString = postgres });
        }

        services.AddSingleton<IAgentCatalog>(new NoOpCatalog(agent));
        services.AddSingleton<IWorkspaceManager, NoOpWorkspaces>();
        services.AddSingleton<IRunScheduler, NoScheduler>();
        var engine = new EngineUnderTest(services.BuildServiceProvider(), agent);
        await engine._provider.GetRequiredService<DatabaseInitializer>().MigrateAsync(cancellationToken);
        var repository = Path.Combine(folder, "repository");
        var workflows = Directory.CreateDirectory(Path.Combine(repository, ".signalbox", "workflows"));
        await File.WriteAllTextAsync(Path.Combine(workflows.FullName, "steps.yaml"), Workflow(), cancellationToken);
        var added = await engine._provider.GetRequiredService<IWorkflowLibrary>().AddRepositoryAsync(repository, cancellationToken);
        WrongResultException.Unless(added.Fault is null, $"the repository was refused: {added.Fault}");
        return engine;
    }

    /// <summary>One run from the request to its end.</summary>
    public async Task<RunId> RunAsync(CancellationToken cancellationToken)
    {
        var started = await _provider.GetRequiredService<IRunService>().StartAsync(
            new StartRunRequest { Workflow = "steps", Trigger = RunTrigger.Api, Actor = "bench" }, cancellationToken);
        var run = started.Run ?? throw new WrongResultException($"no run was started: {started}");
        await _provider.GetRequiredService<RunExecutor>().ExecuteAsync(run.Id, cancellationToken);
        return run.Id;
    }

    /// <summary>Checks that this run did every step once.</summary>
    public async Task CheckAsync(RunId id, CancellationToken cancellationToken)
    {
        var state = await Queries.GetAsync(id, cancellationToken) ?? throw new WrongResultException($"run {id} is not there");
        WrongResultException.Unless(
            state.Run.Status == RunStatus.Completed && state.Steps.Count == StepsPerRun && state.Steps.All(s => s.Status == StepStatus.Completed)
                && state.Attempts.Count == StepsPerRun && state.Attempts.All(a => a is { Number: 1, Status: AttemptStatus.Succeeded }),
            $"run {id} is {state.Run.Status} ({state.Run.StatusReason}) with {state.Attempts.Count} attempts");
        var events = await Queries.EventsAsync(id, 0, 1_000, cancellationToken);
        WrongResultException.Unless(events.Select(e => e.Sequence).SequenceEqual(Enumerable.Range(1, events.Count).Select(i => (long)i)), $"the events of run {id} have a gap");
    }

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    private static string Workflow()
    {
        var steps = Enumerable.Range(1, StepsPerRun).Select(i => $"""
              - id: step{i}
                {(i == 1 ? "" : $"needs: [step{i - 1}]")}
                run: "true"
            """);
        return $"""
            version: "1.0"
            name: steps
            steps:
            {string.Join('\n', steps)}
            """;
    }
}
