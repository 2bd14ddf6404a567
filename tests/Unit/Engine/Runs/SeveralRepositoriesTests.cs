using System.Text.Json;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Records;
using Signalbox.Unit.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>
/// Runs in several repositories, with real git. Spec 3: "A single workflow can coordinate work across multiple repositories"; "Tasks: Optionally declare
/// their repository_id to scope work to a specific repo"; "Workspaces: Optionally declare their repository_id to associate with a specific repo".
/// </summary>
public sealed class SeveralRepositoriesTests : IAsyncLifetime
{
    private const string Two = """
        version: "1.0"
        name: work
        repositories: [web, api]
        env: {WHERE: "{{repository}}"}
        steps:
          - {id: server, repository: api, run: "true"}
          - {id: client, repository: web, needs: [server], run: "true", when: "repository == 'web'"}
        """;

    private readonly TestRepository _git = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Web => _git.In("web");

    private string Api => _git.In("api");

    public async ValueTask InitializeAsync()
    {
        await _git.WithCommitAsync();
        foreach (var path in (string[])[Web, Api])
        {
            Directory.CreateDirectory(path);
            await _git.RunAsync(path, "init", "--quiet", "--initial-branch=main");
            await File.WriteAllTextAsync(Path.Combine(path, "name.txt"), Path.GetFileName(path), Stop);
            await _git.CommitAsync(path, "First commit");
        }
    }

    public ValueTask DisposeAsync()
    {
        _git.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    [Trait("Spec3", "Multi-Repository Workflows: A single workflow can coordinate work across multiple repositories")]
    [Trait("Spec3", "Workflow to Repositories: Many-to-many")]
    public async Task ExecuteAsync_StepsOfTwoRepositories_EachWorksInTheWorktreeOfItsOwn()
    {
        await using var bench = await CreateAsync(Two);
        bench.Agents.Shell.Automatic = Write;
        var run = await bench.StartAsync();

        await bench.Executor.ExecuteAsync(run.Id, Stop);

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Completed, "web"), (state.Run.Status, state.Run.Repository));
        Assert.Equal(["web", "api"], state.Workspaces.Select(w => Path.GetFileName(w.Path)));
        Assert.Equal(state.Repositories.Select(r => r.Id), state.Workspaces.Select(w => w.RepositoryId));
        Assert.All(state.Workspaces, w => Assert.Equal((Path.Combine(state.Run.Directory, "workspace"), $"signalbox/{run.Key}"), (Path.GetDirectoryName(w.Path), w.Branch)));
        Assert.Equal(["api", "web"], bench.Agents.Shell.Begun.Select(r => r.Environment["WHERE"]));
        Assert.Equal(["api", "web"], bench.Agents.Shell.Begun.Select(r => Path.GetFileName(r.WorkingDirectory)));
        Assert.Equal("server", await ReadAsync(state, "api", "made.txt"));
        Assert.Equal("client", await ReadAsync(state, "web", "made.txt"));
        Assert.Equal(["api", "web"], state.Steps.Select(s => s.Repository));

        using var metadata = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(state.Run.Directory, "metadata.json"), Stop));
        Assert.Equal(Path.Combine(state.Run.Directory, "workspace"), metadata.RootElement.GetProperty("worktree_path").GetString());
        Assert.Equal(["web", "api"], metadata.RootElement.GetProperty("signalbox").GetProperty("workspaces").EnumerateArray().Select(w => w.GetProperty("repository").GetString()));
    }

    /// <summary>Spec 4, FR-201: "Each agent has own worktree", "No filesystem conflicts".</summary>
    [Fact]
    [Trait("Spec4", "FR-201: No filesystem conflicts")]
    public async Task ExecuteAsync_TwoRunsAtOnce_NeitherSeesTheFilesOfTheOther()
    {
        await using var bench = await CreateAsync(Two);
        var (one, other) = (await bench.StartAsync(), await bench.StartAsync());
        var going = Task.WhenAll(bench.Executor.ExecuteAsync(one.Id, Stop), bench.Executor.ExecuteAsync(other.Id, Stop));
        var begun = new[] { await bench.Agents.Shell.NextAsync(), await bench.Agents.Shell.NextAsync() };
        Assert.Equal(2, begun.Select(r => r.WorkingDirectory).Distinct(StringComparer.Ordinal).Count());
        foreach (var request in begun)
        {
            await File.WriteAllTextAsync(Path.Combine(request.WorkingDirectory, "name.txt"), request.RunKey, Stop);
        }

        foreach (var request in begun)
        {
            Assert.Equal(request.RunKey, await File.ReadAllTextAsync(Path.Combine(request.WorkingDirectory, "name.txt"), Stop));
            bench.Agents.Shell.End(request, FakeAgent.Success);
        }

        bench.Agents.Shell.End(await bench.Agents.Shell.NextAsync(), FakeAgent.Success);
        bench.Agents.Shell.End(await bench.Agents.Shell.NextAsync(), FakeAgent.Success);
        await going;
        Assert.Equal("api", await File.ReadAllTextAsync(Path.Combine(Api, "name.txt"), Stop));
    }

    [Fact]
    public async Task ExecuteAsync_OneRepositoryNamed_WorksThereWhereverTheWorkflowLies()
    {
        await using var bench = await CreateAsync("""
            version: "1.0"
            name: work
            repositories: [web]
            steps:
              - {id: only, run: "true"}
            """);
        bench.Agents.Shell.Automatic = Write;
        var run = await bench.StartAsync();

        await bench.Executor.ExecuteAsync(run.Id, Stop);

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Completed, "web"), (state.Run.Status, state.Run.Repository));
        Assert.Empty(state.Run.Repositories);
        Assert.Equal(Path.Combine(state.Run.Directory, "workspace"), Assert.Single(state.Workspaces).Path);
        Assert.Equal("web", await File.ReadAllTextAsync(Path.Combine(state.Workspace!.Path, "name.txt"), Stop));
    }

    [Fact]
    public async Task ExecuteAsync_BranchOfThatNameInOneOfThem_GetsANumberThereOnly()
    {
        await using var bench = await CreateAsync(Two);
        bench.Agents.Shell.Automatic = Write;
        var run = await bench.StartAsync();
        await _git.RunAsync(Api, "branch", $"signalbox/{run.Key}");

        await bench.Executor.ExecuteAsync(run.Id, Stop);

        Assert.Equal([$"signalbox/{run.Key}", $"signalbox/{run.Key}-2"], (await bench.StateAsync(run.Id)).Workspaces.Select(w => w.Branch));
    }

    [Fact]
    public async Task ExecuteAsync_SecondWorktreeCannotBeMade_FailsAndLeavesNoneAndGoesOnWhenItCan()
    {
        await using var bench = await CreateAsync(Two);
        bench.Agents.Shell.Automatic = Write;
        var run = await bench.StartAsync();
        Directory.Move(Api, Api + ".away");

        await bench.Executor.ExecuteAsync(run.Id, Stop);

        var failed = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Failed, 0), (failed.Run.Status, failed.Workspaces.Count));
        Assert.Contains(Api, failed.Run.StatusReason, StringComparison.Ordinal);
        Assert.Equal("main", await _git.RunAsync(Web, "branch", "--format=%(refname:short)"));
        Assert.DoesNotContain("runs", await _git.RunAsync(Web, "worktree", "list"), StringComparison.Ordinal);

        Directory.Move(Api + ".away", Api);
        Assert.Null((await bench.Service.ResumeAsync(run.Id, null, "mara", Stop)).Refused);
        await bench.DeliverAsync();
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
    }

    [Fact]
    public async Task ExecuteAsync_ServerDiedBetweenTwoWorktrees_NextOneGoesOnWithTheFirst()
    {
        await using var bench = await CreateAsync(Two);
        bench.Agents.Shell.Automatic = Write;
        var run = await bench.StartAsync();
        using var dies = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        await bench.AnotherServer(DyingManager.Create(_git.Manager, dies)).ExecuteAsync(run.Id, dies.Token);
        var half = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Running, 0), (half.Run.Status, half.Workspaces.Count));
        Assert.True(File.Exists(Path.Combine(half.Run.Directory, "workspace", "web", "name.txt")));

        await bench.Executor.ExecuteAsync(run.Id, Stop);

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Completed, state.Run.Status);
        Assert.All(state.Workspaces, w => Assert.Equal($"signalbox/{run.Key}", w.Branch));
        Assert.Equal(2, (await _git.RunAsync(Web, "worktree", "list")).Split('\n').Length);
    }

    [Fact]
    public async Task ExecuteAsync_TakenOverByAnotherNode_HasWorktreesOfItsOwnFromTheLastCheckpoint()
    {
        await using var bench = await CreateAsync(Two);
        var run = await bench.StartAsync();
        await bench.SettleAsync("a");
        using var dies = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var first = bench.AnotherNode("a", new NoRelay()).ExecuteAsync(run.Id, dies.Token);
        var server = await bench.Agents.Shell.NextAsync();
        bench.Agents.Shell.End(server, Write(server));
        var client = await bench.Agents.Shell.NextAsync();
        await File.WriteAllTextAsync(Path.Combine(client.WorkingDirectory, "half.txt"), "half", Stop);
        await dies.CancelAsync();
        await first;

        bench.Agents.Shell.Automatic = Write;
        await bench.AnotherNode("b", new NoRelay()).ExecuteAsync(run.Id, Stop);

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Completed, "b"), (state.Run.Status, state.Run.Home));
        Assert.Equal(["web", "api"], state.Workspaces.Select(w => Path.GetFileName(w.Path)));
        Assert.All(state.Workspaces, w => Assert.StartsWith(bench.NodeFolder("b"), w.Path, StringComparison.Ordinal));
        Assert.Equal("server", await ReadAsync(state, "api", "made.txt"));
        Assert.Equal("client", await ReadAsync(state, "web", "made.txt"));
        Assert.False(File.Exists(At(state, "web", "half.txt")));
    }

    [Theory]
    [InlineData("web.removing")]
    [InlineData("web.removed")]
    public async Task StartAsync_OneNamedAsAWorktreeOnItsWayOut_IsRefused(string name)
    {
        var path = _git.In(name);
        await _git.RunAsync(_git.Root, "clone", "--quiet", Web, path);
        await using var bench = await CreateAsync(Two.Replace("api", name, StringComparison.Ordinal));
        await bench.KnowAsync(path);

        var result = await bench.Service.StartAsync(EngineBench.Request(), Stop);

        Assert.Contains($"'{name}' is named as a worktree that is being removed: rename its folder", result.Refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_RepositoryOfSeveralChosen_IsRefused()
    {
        await using var bench = await CreateAsync(Two);

        var result = await bench.Service.StartAsync(EngineBench.Request() with { Repository = "web" }, Stop);

        Assert.Equal("'work' works in web, api: its steps say where, so leave 'web' away", result.Refused);
    }

    [Fact]
    public async Task SweepAsync_RunOfTwoRepositories_NothingOfItStaysInEither()
    {
        await using var bench = await CreateAsync(Two);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.Executor.ExecuteAsync(run.Id, Stop);
        var folder = (await bench.StateAsync(run.Id)).Run.Directory;
        bench.Time.Move(TimeSpan.FromDays(3));

        Assert.Equal(1, await bench.Retention(new RetentionRules(TimeSpan.FromDays(2), null)).SweepAsync(Stop));

        Assert.False(Directory.Exists(folder));
        foreach (var repository in (string[])[Web, Api])
        {
            Assert.Equal("", await _git.RunAsync(repository, "for-each-ref", "refs/signalbox", "refs/heads/signalbox"));
        }
    }

    /// <summary>Leaves a file that says which step was there.</summary>
    private static AgentResult Write(AgentRequest request)
    {
        File.WriteAllText(Path.Combine(request.WorkingDirectory, "made.txt"), request.StepId);
        return FakeAgent.Success;
    }

    private static string At(RunState state, string repository, string file) =>
        Path.Combine(state.Workspaces.Single(w => string.Equals(Path.GetFileName(w.Path), repository, StringComparison.Ordinal)).Path, file);

    private static Task<string> ReadAsync(RunState state, string repository, string file) => File.ReadAllTextAsync(At(state, repository, file), Stop);

    private async Task<EngineBench> CreateAsync(string yaml)
    {
        var bench = await EngineBench.CreateAsync(yaml, git: _git);
        await bench.KnowAsync(Web);
        await bench.KnowAsync(Api);
        return bench;
    }

    private sealed class NoRelay : IRunRelay
    {
        public Task PassAsync(RunId run, string node, CancellationToken cancellationToken) => throw new InvalidOperationException("nothing is at home elsewhere");
    }
}
