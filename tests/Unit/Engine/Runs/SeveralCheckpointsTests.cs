using Signalbox.Engine.Agents;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Execution;
using Signalbox.Engine.Runs.Steering;
using Signalbox.Unit.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>Checkpoints of runs in several repositories, and what goes back to them or on from them, with real git.</summary>
public sealed class SeveralCheckpointsTests : IAsyncLifetime
{
    private const string Chain = """
        version: "1.0"
        name: work
        repositories: [web, api]
        steps:
          - {id: one, repository: web, run: "true"}
          - {id: two, repository: api, needs: [one], run: "true"}
          - {id: three, repository: web, needs: [two], run: "true", expect_changes: true, retry: {max_attempts: 1}}
        """;

    private readonly TestRepository _git = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _git.WithCommitAsync();
        foreach (var name in (string[])["web", "api"])
        {
            Directory.CreateDirectory(_git.In(name));
            await _git.RunAsync(_git.In(name), "init", "--quiet", "--initial-branch=main");
            await File.WriteAllTextAsync(Path.Combine(_git.In(name), "name.txt"), name, Stop);
            await _git.CommitAsync(_git.In(name), "First commit");
        }
    }

    public ValueTask DisposeAsync()
    {
        _git.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Checkpoint_OfEachStep_HasACommitOfEveryWorkspace()
    {
        await using var bench = await CreateAsync(Chain);
        bench.Agents.Shell.Automatic = Write;
        var run = await bench.StartAsync();

        await bench.Executor.ExecuteAsync(run.Id, Stop);

        var checkpoints = await bench.CheckpointsAsync(run.Id);
        Assert.All(checkpoints, c => Assert.Equal(["api", "web"], c.Commits.Keys.Order(StringComparer.Ordinal)));
        var two = Assert.Single(checkpoints, c => c.StepId is "two");
        Assert.Equal(two.Commit, two.Commits["api"]);
        Assert.Equal("made-by-one.txt\nname.txt", await _git.RunAsync(_git.In("web"), "ls-tree", "--name-only", two.Commits["web"]));
        Assert.Equal("made-by-two.txt\nname.txt", await _git.RunAsync(_git.In("api"), "ls-tree", "--name-only", two.Commits["api"]));
    }

    [Fact]
    public async Task Resume_FromACheckpoint_TakesEveryWorkspaceBack()
    {
        await using var bench = await CreateAsync(Chain);
        var state = await FailedAtThreeAsync(bench);
        var one = (await bench.CheckpointsAsync(state.Run.Id)).Single(c => c.StepId is "one");

        Assert.Null((await bench.Service.ResumeAsync(state.Run.Id, one.Id.Value, "mara", Stop)).Refused);

        Assert.True(File.Exists(At(state, "web", "made-by-one.txt")));
        Assert.False(File.Exists(At(state, "api", "made-by-two.txt")));
        Assert.False(File.Exists(At(state, "web", "stray.txt")));
        var mark = (await bench.CheckpointsAsync(state.Run.Id))[^1];
        Assert.Equal((CheckpointType.Replan, one.Commits["web"], one.Commits["api"]), (mark.Type, mark.Commits["web"], mark.Commits["api"]));
        bench.Agents.Shell.Automatic = Write;
        await bench.DeliverAsync();
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(state.Run.Id)).Run.Status);
        Assert.True(File.Exists(At(state, "api", "made-by-two.txt")));
    }

    [Fact]
    public async Task Resume_OneWorkspaceCannotGoBack_LeavesAllAsTheyWere()
    {
        await using var bench = await CreateAsync(Chain);
        var state = await FailedAtThreeAsync(bench);
        var one = (await bench.CheckpointsAsync(state.Run.Id)).Single(c => c.StepId is "one");
        var own = await _git.RunAsync(Path.GetDirectoryName(At(state, "api", "x"))!, "rev-parse", "--absolute-git-dir");
        await File.WriteAllTextAsync(Path.Combine(own, "index.lock"), "", Stop);

        var refused = (await bench.Service.ResumeAsync(state.Run.Id, one.Id.Value, "mara", Stop)).Refused;

        Assert.Contains("index.lock", refused, StringComparison.Ordinal);
        Assert.Equal("kept", await File.ReadAllTextAsync(At(state, "web", "stray.txt"), Stop));
        Assert.True(File.Exists(At(state, "api", "made-by-two.txt")));
        Assert.Equal(RunStatus.Failed, (await bench.StateAsync(state.Run.Id)).Run.Status);
        await AssertCalledOffAsync(bench, state, "index.lock");
    }

    [Fact]
    public async Task Resume_FromACheckpointWhileTheGroupRejectsAnother_ReplacesNoFile()
    {
        await using var bench = await CreateAsync(Chain.Replace("steps:", "concurrency: {group: g, when_busy: reject}\nsteps:", StringComparison.Ordinal));
        var state = await FailedAtThreeAsync(bench);
        var one = (await bench.CheckpointsAsync(state.Run.Id)).Single(c => c.StepId is "one");
        var busy = await bench.StartAsync();

        var refused = (await bench.Service.ResumeAsync(state.Run.Id, one.Id.Value, "mara", Stop)).Refused;

        Assert.Contains($"{busy.Key} of the group 'g' has not ended", refused, StringComparison.Ordinal);
        Assert.Equal("kept", await File.ReadAllTextAsync(At(state, "web", "stray.txt"), Stop));
        Assert.True(File.Exists(At(state, "api", "made-by-two.txt")));
    }

    [Fact]
    public async Task Resume_FromACheckpointOfARunThatHasChangedMeanwhile_PutsTheFilesBackAndAgentsGoOnAsBefore()
    {
        await using var bench = await CreateAsync(Chain);
        var state = await FailedAtThreeAsync(bench);
        var one = (await bench.CheckpointsAsync(state.Run.Id)).Single(c => c.StepId is "one");
        var services = bench.Parts with { Store = new FaultyStore(bench.Store) { RefusesReopening = true } };

        var refused = (await new RunReplay(services, new RunOrders(services)).ResumeAsync(state.Run.Id, one.Id.Value, "mara", Stop)).Refused;

        Assert.Equal($"{state.Run.Key} has changed in this moment: look at it and try again", refused);
        Assert.Equal("kept", await File.ReadAllTextAsync(At(state, "web", "stray.txt"), Stop));
        Assert.True(File.Exists(At(state, "api", "made-by-two.txt")));
        await AssertCalledOffAsync(bench, state, "the run has changed meanwhile");

        bench.Agents.Shell.Automatic = Write;
        await bench.Service.ResumeAsync(state.Run.Id, null, "mara", Stop);
        await bench.DeliverAsync();
        Assert.Equal(("three", "s-three"), (bench.Agents.Shell.Begun.Last().StepId, bench.Agents.Shell.Begun.Last().ResumeSession));
    }

    [Fact]
    public async Task Fork_FromACheckpoint_BeginsAtItsCommitInEveryRepository()
    {
        await using var bench = await CreateAsync(Chain);
        var state = await FailedAtThreeAsync(bench);
        var two = (await bench.CheckpointsAsync(state.Run.Id)).Single(c => c.StepId is "two");

        var fork = (await bench.Service.ForkAsync(new ForkRequest { Checkpoint = two.Id, Actor = "mara" }, Stop)).Run!;
        bench.Agents.Shell.Automatic = Write;
        await bench.Executor.ExecuteAsync(fork.Id, Stop);

        var forked = await bench.StateAsync(fork.Id);
        Assert.Equal(RunStatus.Completed, forked.Run.Status);
        Assert.Equal([two.Commits["web"], two.Commits["api"]], forked.Workspaces.Select(w => w.BaseCommit));
        Assert.True(File.Exists(At(forked, "web", "made-by-one.txt")));
        Assert.True(File.Exists(At(forked, "api", "made-by-two.txt")));
        Assert.True(File.Exists(At(forked, "web", "made-by-three.txt")));
        Assert.False(File.Exists(At(forked, "web", "stray.txt")));
    }

    [Fact]
    public async Task Execute_ChangesInTheOtherRepositoryOnly_AreNotThoseThatAStepExpects()
    {
        await using var bench = await CreateAsync(Chain);
        bench.Agents.Shell.Automatic = request => request.StepId is "three"
            ? Write(request with { WorkingDirectory = Path.Combine(Path.GetDirectoryName(request.WorkingDirectory)!, "api") })
            : FakeAgent.Success;
        var run = await bench.StartAsync();

        await bench.Executor.ExecuteAsync(run.Id, Stop);

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Failed, "no_changes"), (state.Run.Status, state.Attempts.Last().Error!.Code));
    }

    [Fact]
    public async Task Execute_TwoStepsAtOnce_TheOneThatEndsDoesNotKeepTheOtherHalfWay()
    {
        await using var bench = await CreateAsync("""
            version: "1.0"
            name: work
            repositories: [web, api]
            steps:
              - {id: left, repository: web, run: "true"}
              - {id: right, repository: api, run: "true"}
            """);
        var run = await bench.StartAsync();
        var going = bench.Executor.ExecuteAsync(run.Id, Stop);
        var begun = new[] { await bench.Agents.Shell.NextAsync(), await bench.Agents.Shell.NextAsync() };
        var (left, right) = (begun.Single(r => r.StepId is "left"), begun.Single(r => r.StepId is "right"));
        await File.WriteAllTextAsync(Path.Combine(right.WorkingDirectory, "half.txt"), "half", Stop);
        bench.Agents.Shell.End(left, Write(left));
        bench.Agents.Shell.End(right, Write(right));
        await going;

        var checkpoints = await bench.CheckpointsAsync(run.Id);
        var (first, last) = (checkpoints.First(c => c.StepId is not null), checkpoints.Last(c => c.StepId is not null));
        var other = first.StepId is "left" ? "api" : "web";
        Assert.Equal((await bench.StateAsync(run.Id)).Workspaces.Single(w => string.Equals(Path.GetFileName(w.Path), other, StringComparison.Ordinal)).BaseCommit, first.Commits[other]);
        Assert.Equal("half.txt\nmade-by-right.txt\nname.txt", await _git.RunAsync(_git.In("api"), "ls-tree", "--name-only", last.Commits["api"]));
        Assert.Equal("made-by-left.txt\nname.txt", await _git.RunAsync(_git.In("web"), "ls-tree", "--name-only", last.Commits["web"]));
    }

    [Fact]
    public async Task Execute_ChildRunAndItems_WorkInTheRepositoryOfTheirStep()
    {
        await using var bench = await CreateAsync("""
            version: "1.0"
            name: work
            repositories: [web, api]
            inputs: {items: {type: list, default: [a, b]}}
            steps:
              - {id: first, repository: api, run: "true"}
              - {id: each, repository: web, needs: [first], for_each: {in: inputs.items, as: item}, run: "true"}
              - {id: call, repository: api, needs: [each], workflow: child}
            """);
        await bench.WriteWorkflowAsync("child", """
            version: "1.0"
            name: child
            steps:
              - {id: inside, run: "true"}
            """);
        await bench.KnowAsync(_git.Root);
        bench.Agents.Shell.Automatic = Write;
        var run = await bench.StartAsync("work");

        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Completed, (string?)null), (state.Run.Status, state.Run.StatusReason));
        Assert.Equal(["api", "web", "web", "web", "api"], state.Steps.Select(s => s.Repository));
        var child = await bench.StateAsync(state.Latest("call")!.ChildRunId!.Value);
        Assert.Equal("api", child.Run.Repository);
        Assert.Equal("api", await File.ReadAllTextAsync(Path.Combine(child.Workspace!.Path, "name.txt"), Stop));
        Assert.True(File.Exists(Path.Combine(child.Workspace.Path, "made-by-first.txt")));
    }

    /// <summary>Leaves a file that says which step was there.</summary>
    private static AgentResult Write(AgentRequest request)
    {
        File.WriteAllText(Path.Combine(request.WorkingDirectory, $"made-by-{request.StepId}.txt"), request.StepId);
        return FakeAgent.Success;
    }

    private static string At(RunState state, string repository, string file) =>
        Path.Combine(state.Workspaces.Single(w => string.Equals(Path.GetFileName(w.Path), repository, StringComparison.Ordinal)).Path, file);

    /// <summary>What the worktrees held has a row, and the row after it says that nobody went back.</summary>
    private static async Task AssertCalledOffAsync(EngineBench bench, RunState state, string why)
    {
        var last = (await bench.CheckpointsAsync(state.Run.Id)).TakeLast(2).ToList();
        Assert.Equal([CheckpointType.Recovery, CheckpointType.Error], last.Select(c => c.Type));
        Assert.Equal(["api", "web"], last[0].Commits.Keys.Order(StringComparer.Ordinal));
        Assert.Contains(why, last[1].Summary, StringComparison.Ordinal);
    }

    /// <summary>A run whose third step has failed, with something in its worktree that no checkpoint of a step has.</summary>
    private static async Task<RunState> FailedAtThreeAsync(EngineBench bench)
    {
        bench.Agents.Shell.Automatic = request => request.StepId is "three" ? FakeAgent.Failure with { SessionId = "s-three" } : Write(request);
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Failed, state.Run.Status);
        await File.WriteAllTextAsync(At(state, "web", "stray.txt"), "kept", Stop);
        return state;
    }

    private async Task<EngineBench> CreateAsync(string yaml)
    {
        var bench = await EngineBench.CreateAsync(yaml, git: _git);
        await bench.KnowAsync(_git.In("web"));
        await bench.KnowAsync(_git.In("api"));
        return bench;
    }
}
