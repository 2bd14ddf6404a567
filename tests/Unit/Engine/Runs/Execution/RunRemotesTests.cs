using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;
using Signalbox.Engine.Runs;
using Signalbox.Unit.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Runs.Execution;

/// <summary>Runs of repositories that fetch first and push after, with real git. design/domain.md: "fetch and push are options of a repository".</summary>
public sealed class RunRemotesTests : IAsyncLifetime
{
    private const string One = """
        version: "1.0"
        name: work
        steps: [{id: a, run: "true"}]
        """;

    private readonly TestRepository _git = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Bare => _git.In("origin.git");

    public async ValueTask InitializeAsync()
    {
        await _git.WithCommitAsync();
        await _git.RunAsync(_git.Root, "clone", "--quiet", "--bare", _git.Root, Bare);
        await _git.RunAsync(_git.Root, "remote", "add", "origin", Bare);
    }

    public ValueTask DisposeAsync()
    {
        _git.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Execute_FetchFirst_BeginsAtWhatTheRemoteHas()
    {
        await using var bench = await CreateAsync(fetch: true, push: false);
        await _git.RunAsync(_git.Root, "clone", "--quiet", Bare, _git.In("other"));
        await File.WriteAllTextAsync(Path.Combine(_git.In("other"), "theirs.txt"), "theirs", Stop);
        var there = await _git.CommitAsync(_git.In("other"), "Theirs");
        await _git.RunAsync(_git.In("other"), "push", "--quiet", "origin", "main");
        bench.Agents.Shell.Automatic = r => File.Exists(Path.Combine(r.WorkingDirectory, "theirs.txt")) ? FakeAgent.Success : FakeAgent.Failure;
        var run = await bench.StartAsync();

        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Completed, there), (state.Run.Status, state.Workspace!.BaseCommit));
        var words = (await bench.EventsAsync(run.Id)).Select(e => e.Message).ToList();
        Assert.Contains($"{state.Run.Repository}: origin/main was fetched ({there[..12]})", words);
        Assert.DoesNotContain(words, w => w.Contains("pushed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Execute_RemoteCannotBeReached_FailsBeforeAnyStepAndCanBeTakenUpAgain()
    {
        await using var bench = await CreateAsync(fetch: true, push: false);
        Directory.Move(Bare, Bare + ".away");
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        var failed = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Failed, 0, 0), (failed.Run.Status, failed.Attempts.Count, failed.Workspaces.Count));
        Assert.Contains("could not be fetched from origin", failed.Run.StatusReason, StringComparison.Ordinal);

        Directory.Move(Bare + ".away", Bare);
        Assert.Null((await bench.Service.ResumeAsync(run.Id, null, "mara", Stop)).Refused);
        await bench.DeliverAsync();
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
    }

    [Fact]
    public async Task Execute_PushAfter_PushesTheBranchOfARunThatCompletedOnly()
    {
        await using var bench = await CreateAsync(fetch: false, push: true);
        var succeeds = false;
        bench.Agents.Shell.Automatic = r => Commit(r) && succeeds ? FakeAgent.Success : FakeAgent.Failure;
        var failed = await bench.StartAsync();
        await bench.DeliverAsync();
        succeeds = true;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Failed, RunStatus.Completed), ((await bench.StateAsync(failed.Id)).Run.Status, state.Run.Status));
        Assert.Equal($"main\n{state.Workspace!.Branch}", await _git.RunAsync(Bare, "branch", "--format=%(refname:short)"));
        var told = Assert.Single(await bench.EventsAsync(run.Id), e => e.Message.Contains("pushed", StringComparison.Ordinal));
        Assert.Equal((EventLevel.Info, $"Branch {state.Workspace.Branch} of {state.Run.Repository} is pushed to origin ({Bare}), 1 commit"), (told.Level, told.Message));
    }

    [Fact]
    public async Task Execute_PushIsRefused_CompletesAllTheSameAndWarns()
    {
        await using var bench = await CreateAsync(fetch: false, push: true);
        bench.Agents.Shell.Automatic = r => Commit(r) ? FakeAgent.Success : FakeAgent.Failure;
        Directory.Move(Bare, Bare + ".away");
        var run = await bench.StartAsync();

        await bench.DeliverAsync();

        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
        var told = Assert.Single(await bench.EventsAsync(run.Id), e => e.Message.Contains("could not be pushed to origin", StringComparison.Ordinal));
        Assert.Equal(EventLevel.Warning, told.Level);
        Assert.Contains($"`git -C {_git.Root} push origin signalbox/{run.Key}` works", told.Message, StringComparison.Ordinal);
    }

    /// <summary>An agent that commits what it did.</summary>
    private bool Commit(AgentRequest request)
    {
        File.WriteAllText(Path.Combine(request.WorkingDirectory, "made.txt"), "new\n");
        _git.CommitAsync(request.WorkingDirectory, "Work").GetAwaiter().GetResult();
        return true;
    }

    private async Task<EngineBench> CreateAsync(bool fetch, bool push)
    {
        var bench = await EngineBench.CreateAsync(One, git: _git);
        var known = Assert.Single(await bench.Repositories.ListAsync(Stop));
        Assert.True(await bench.Repositories.SetSyncAsync(known.Id, Bare, fetch, push, Stop));
        return bench;
    }
}
