using System.Text;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Features;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Library;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workspaces;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Engine.Features;

/// <summary>A repository on disk, an engine that starts what it is told to, and the desk under test.</summary>
internal sealed class FeatureScene : IDisposable
{
    /// <summary>A valid spec with a task that a command proves and one that a person judges.</summary>
    public const string Spec =
        """
        version: "1.0"
        feature: {id: notes, name: Notes, priority: high, status: planning} # ours
        objective: {summary: Notes that last for ever}
        requirements:
          functional:
            - {id: FR-001, title: Keep, description: Keeps notes, priority: high, acceptance_criteria: [Notes survive]}
        tasks:
          dev:
            - {id: BE-001, title: Store, acceptance_criteria: ["`make test` passes", Readable], done_when: "run: make check", max_iterations: 3}
            - {id: BE-002, title: Show, acceptance_criteria: [Shown], done_when: All is shown}

        """;

    private readonly TemporaryFolder folder = new();

    public FeatureScene()
    {
        Repository = new Repository { Id = EntityId.New<RepositoryId>(), Name = "web", Path = folder.Path, CreatedAt = FakeRuns.Now };
        Engine.Known.Add(Repository);
        Desk = new FeatureDesk(Store, new FeatureWorkflows(Engine, new RepositoryFiles(Engine), new Catalog()), Engine, Engine, Engine.Bus, Time);
        Follower = new FeatureFollower(Store, Engine, Engine.Diffs, Engine.Bus, Time);
    }

    public Repository Repository { get; }

    public FakeEngine Engine { get; } = new();

    public FakeFeatureStore Store { get; } = new();

    public ManualTime Time { get; } = new();

    public FeatureDesk Desk { get; }

    public FeatureFollower Follower { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public string PathOf(params string[] parts) => folder.In(parts);

    public Task<FeatureResult> ImportAsync(string text) => Desk.ImportAsync(Repository, Encoding.UTF8.GetBytes(text), "spec.yaml", "ada", Token);

    /// <summary>Imports the spec and starts it; the run has a step for each task.</summary>
    public async Task<(Feature Feature, RunState Run)> StartAsync(string spec = Spec)
    {
        var feature = (await ImportAsync(spec)).Feature!;
        RunState? state = null;
        Engine.OnStart = _ => new StartRunResult { Run = (state = Run("NTS-1", "be-001", "be-002")).Run };
        var started = await Desk.StartAsync(feature.Id, null, RunTrigger.Api, "ada", Token);
        Assert.Null(started.Refused);
        return (started.Feature!, state!);
    }

    public async Task<Feature> FollowAsync(RunState run)
    {
        await Follower.FollowAsync(run.Run.Id, Token);
        return (await Store.OfRunAsync(run.Run.Id, Token))!;
    }

    /// <summary>A running run with these steps, none of which has begun; of the workflow that the feature became, where there is one.</summary>
    public RunState Run(string key, params string[] steps)
    {
        var file = PathOf(".signalbox", "workflows", "notes.yaml");
        var state = Engine.AddRun(key, yaml: File.Exists(file) ? File.ReadAllText(file) : "");
        foreach (var step in steps)
        {
            state.Add(new StepRun { Id = EntityId.New<StepRunId>(), RunId = state.Run.Id, StepId = step, Name = step, Position = state.Steps.Count + 1, Visit = 1, Agent = "claude", Needs = [] });
        }

        return state;
    }

    public void Dispose() => folder.Dispose();

    private sealed class Catalog : IAgentCatalog
    {
        public IReadOnlyList<AgentInfo> Agents { get; } =
        [
            new AgentInfo { Id = "claude", Name = "Claude", Kind = AgentKind.Shell, Provider = "anthropic", Capabilities = [], Status = AgentStatus.Active, StatusReason = "ready" },
        ];

        public IAgent? Find(string id) => null;

        public AgentInfo? FindInfo(string id) => null;

        public Task RefreshAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
