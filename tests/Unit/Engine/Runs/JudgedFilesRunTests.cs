using Microsoft.Data.Sqlite;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Trust;
using Signalbox.Unit.Engine.Trust;
using Signalbox.Unit.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>design/security.md: "Only a level with auto_approve passes by itself". No way round by what a run goes on from, by a failure, or by another worktree; real git.</summary>
public sealed class JudgedFilesRunTests : IAsyncLifetime
{
    private const string Work = """
        version: "1.0"
        name: work
        steps:
          - {id: implement, run: "true"}
        """;

    private const string Low = "src/auth/login.cs";
    private const string WhyLow = "src/auth/login.cs is low (pattern **/auth/**: Authentication)";

    private readonly TestRepository _git = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _git.WithCommitAsync();

    public ValueTask DisposeAsync()
    {
        _git.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Fork_AtTheQuestionAboutWhatWasRejected_AsksAboutItAgain()
    {
        await using var bench = await CreateAsync(Work);
        var run = await RejectedAsync(bench);

        var fork = await ForkAsync(bench, await LastOfAsync(bench, run, "implement", CheckpointType.Progress));

        var asked = await bench.OpenApprovalAsync(fork.Id);
        Assert.Equal((TrustLevel.Low, true), (asked.TrustLevel, asked.ForAdministrators));
        Assert.Equal("it may hold what root rejected", (await AskedAgainAsync(bench, run)).TrustReason);
    }

    [Fact]
    public async Task Fork_AtAFailureThatLeftFiles_AsksAboutThem()
    {
        await using var bench = await CreateAsync(Work);
        bench.Agents.Shell.Automatic = request => bench.Agents.Shell.Begun.Count == 1 ? Write(request, Low) with { Outcome = AgentOutcome.Failed } : FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        var fork = await ForkAsync(bench, await LastOfAsync(bench, run, "implement", CheckpointType.Error));

        var asked = await bench.OpenApprovalAsync(fork.Id);
        Assert.Equal((TrustLevel.Low, WhyLow), (asked.TrustLevel, asked.TrustReason));
        Assert.StartsWith("implement changed 0 files (+0 -0); 1 more file that nobody has let pass yet is there as well. Keep the changes?\n", asked.Question, StringComparison.Ordinal);

        // A fork of the fork is no way round either.
        await DecideAsync(bench, asked, ApprovalStatus.Rejected);
        await bench.DeliverAsync();
        var second = await ForkAsync(bench, await LastOfAsync(bench, fork, "implement", CheckpointType.Progress));
        Assert.Equal(TrustLevel.Low, (await bench.OpenApprovalAsync(second.Id)).TrustLevel);
    }

    [Fact]
    public async Task Fork_AtWhatAPersonLetPass_AsksAboutItNoMore()
    {
        await using var bench = await CreateAsync(Work.Replace("\"true\"}", "\"true\"}\n  - {id: then, needs: [implement], run: \"true\"}", StringComparison.Ordinal));
        bench.Agents.Shell.Automatic = request => Write(request, bench.Agents.Shell.Begun.Count == 1 ? Low : "docs/guide.md");
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        await DecideAsync(bench, await bench.OpenApprovalAsync(run.Id), ApprovalStatus.Approved);
        await bench.DeliverAsync();

        var fork = await ForkAsync(bench, await LastOfAsync(bench, run, "implement", CheckpointType.Decision));

        var state = await bench.StateAsync(fork.Id);
        Assert.Equal((RunStatus.Completed, 0, TrustLevel.High), (state.Run.Status, state.Approvals.Count, state.Latest("then")!.PassedAs));
    }

    [Fact]
    public async Task Resume_FromTheQuestionAboutWhatWasRejected_AsksAboutItAgain()
    {
        await using var bench = await CreateAsync(Work);
        var run = await RejectedAsync(bench);
        var asked = await LastOfAsync(bench, run, "implement", CheckpointType.Progress);

        Assert.Null((await bench.Service.ResumeAsync(run.Id, asked.Id.Value, "mara", Stop)).Refused);
        await bench.DeliverAsync();

        Assert.Equal((TrustLevel.Low, true), ((await bench.OpenApprovalAsync(run.Id)).TrustLevel, (await bench.OpenApprovalAsync(run.Id)).ForAdministrators));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LastStep_FailedOrRejected_LeavesWhatIsNotPushedAndTheRunSaysSo(bool isRejected)
    {
        var origin = _git.In("origin.git");
        await _git.RunAsync(_git.Root, "clone", "--quiet", "--bare", _git.Root, origin);
        await _git.RunAsync(_git.Root, "remote", "add", "origin", origin);
        await using var bench = await CreateAsync(Work.Replace("\"true\"", "\"true\", continue_on_error: true", StringComparison.Ordinal));
        Assert.True(await bench.Repositories.SetSyncAsync(Assert.Single(await bench.Repositories.ListAsync(Stop)).Id, origin, false, true, Stop));
        bench.Agents.Shell.Automatic = request =>
        {
            Write(request, Low);
            _git.CommitAsync(request.WorkingDirectory, "Work").GetAwaiter().GetResult();
            return isRejected ? FakeAgent.Success : FakeAgent.Failure;
        };
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        if (isRejected)
        {
            await DecideAsync(bench, await bench.OpenApprovalAsync(run.Id), ApprovalStatus.Rejected);
            await bench.DeliverAsync();
        }

        var state = await bench.StateAsync(run.Id);
        var why = isRejected ? "it may hold what root rejected" : WhyLow;
        Assert.Equal((RunStatus.Completed, $"with changes that nobody let pass: {why}"), (state.Run.Status, state.Run.StatusReason));
        Assert.Equal("main", await _git.RunAsync(origin, "branch", "--format=%(refname:short)"));
        var told = Assert.Single(await bench.EventsAsync(run.Id), e => e.Message.Contains("is not pushed", StringComparison.Ordinal));
        Assert.Equal((EventLevel.Warning, why, "low"), (told.Level, told.Reason, told.Data["trustLevel"]));
    }

    [Fact]
    public async Task Step_ThatWritesIntoAnotherRepository_IsJudgedThereToo()
    {
        await using var bench = await CreateAsync("""
            version: "1.0"
            name: work
            repositories: [web, api]
            steps:
              - {id: server, repository: api, run: "true"}
            """);
        foreach (var name in (string[])["web", "api"])
        {
            Directory.CreateDirectory(_git.In(name));
            await _git.RunAsync(_git.In(name), "init", "--quiet", "--initial-branch=main");
            await File.WriteAllTextAsync(Path.Combine(_git.In(name), "name.txt"), name, Stop);
            await _git.CommitAsync(_git.In(name), "First commit");
            await bench.KnowAsync(_git.In(name));
        }

        bench.Agents.Shell.Automatic = request => Write(request, $"../web/{Low}");
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        var asked = await bench.OpenApprovalAsync(run.Id);
        Assert.Equal((TrustLevel.Low, true, $"in web, {WhyLow}"), (asked.TrustLevel, asked.ForAdministrators, asked.TrustReason));
    }

    [Fact]
    public async Task Change_OfMoreFilesThanAreLookedAt_IsDecidedByAnAdministratorAndTold()
    {
        await using var bench = await CreateAsync(Work);
        bench.Agents.Shell.Automatic = request =>
        {
            for (var number = 0; number < 3000; number++)
            {
                File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(request.WorkingDirectory, "docs")).FullName, $"{number}.md"), "word");
            }

            return Write(request, Low);
        };
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        var asked = await bench.OpenApprovalAsync(run.Id);
        Assert.Equal((TrustLevel.Low, true, "3001 files changed, of which 3000 are looked at"), (asked.TrustLevel, asked.ForAdministrators, asked.TrustReason));
        Assert.Single((await bench.Messenger.InboxAsync("role:planner", null, 10, Stop))!);
    }

    [Fact]
    public async Task Change_JudgedOnceMoreAfterItCouldNotBeWritten_IsToldOnce()
    {
        await using var bench = await CreateAsync(Work);
        bench.Agents.Shell.Automatic = request => Write(request, Low);
        var store = new FaultyStore(bench.Store) { OnSave = save => save.Approvals.Count > 0 ? new SqliteException("database is locked", 5) : null };
        var server = bench.AnotherServer(store);
        var run = await bench.StartAsync();
        await server.ExecuteAsync(run.Id, Stop);
        Assert.Empty((await bench.StateAsync(run.Id)).Approvals);

        store.OnSave = _ => null;
        await server.ExecuteAsync(run.Id, Stop);

        Assert.Equal(TrustLevel.Low, (await bench.OpenApprovalAsync(run.Id)).TrustLevel);
        Assert.Single((await bench.Messenger.InboxAsync("role:planner", null, 10, Stop))!);
    }

    [Fact]
    public async Task Work_WhoseDefaultIsDoneInPairs_WaitsForLeaveThoughNothingNamesIt()
    {
        await using var bench = await CreateAsync(Work, TrustSamples.Model.Replace("default_level: medium", "default_level: low", StringComparison.Ordinal));
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        var before = await bench.OpenApprovalAsync(run.Id);
        Assert.Equal((true, TrustLevel.Low, "the work is low (default_level)"), (before.IsBefore, before.TrustLevel, before.TrustReason));
        Assert.Empty(bench.Agents.Shell.Begun);
    }

    [Fact]
    public async Task Name_ThatForgesLinesOrHoldsASecret_IsShownHarmless()
    {
        const string Value = "tok-4711-abcdef";
        await using var bench = await CreateAsync(Work.Replace("\"true\"", "\"true\", secrets: [TOKEN]", StringComparison.Ordinal));
        bench.Secrets.Values["TOKEN"] = Value;
        bench.Agents.Shell.Automatic = request => Write(request, $"src/auth/a\nsrc/b.md: high\u001b[2J\u202e{Value}.cs");
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        var asked = await bench.OpenApprovalAsync(run.Id);
        Assert.Equal(TrustLevel.Low, asked.TrustLevel);
        Assert.StartsWith("src/auth/a?src/b.md: high?[2J?", asked.TrustReason, StringComparison.Ordinal);
        Assert.Equal(3, asked.Question.Split('\n').Length);
        var told = Assert.Single((await bench.Messenger.InboxAsync("role:planner", null, 10, Stop))!).Message.Body;
        List<string?> said = [asked.Question, asked.TrustReason, state.Latest("implement")!.StatusReason, told, .. (await bench.EventsAsync(run.Id)).SelectMany(e => (string?[])[e.Message, e.Reason])];
        Assert.All(said.OfType<string>(), text => Assert.DoesNotContain(Value, text, StringComparison.Ordinal));
        Assert.All(said.OfType<string>(), text => Assert.DoesNotContain('\u202e', text));
    }

    private static Task<DecideResult> DecideAsync(EngineBench bench, Approval approval, ApprovalStatus decision) =>
        bench.Service.DecideAsync(new DecideRequest { Approval = approval.Id, Decision = decision, Actor = "root", IsAdministrator = true }, Stop);

    /// <summary>A run whose only step wrote what was rejected; every later attempt does nothing.</summary>
    private static async Task<Run> RejectedAsync(EngineBench bench)
    {
        bench.Agents.Shell.Automatic = request => bench.Agents.Shell.Begun.Count == 1 ? Write(request, Low) : FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        await DecideAsync(bench, await bench.OpenApprovalAsync(run.Id), ApprovalStatus.Rejected);
        await bench.DeliverAsync();
        Assert.Equal(RunStatus.Failed, (await bench.StateAsync(run.Id)).Run.Status);
        return run;
    }

    private static async Task<Approval> AskedAgainAsync(EngineBench bench, Run run)
    {
        Assert.Null((await bench.Service.ResumeAsync(run.Id, null, "mara", Stop)).Refused);
        await bench.DeliverAsync();
        return await bench.OpenApprovalAsync(run.Id);
    }

    private static async Task<Checkpoint> LastOfAsync(EngineBench bench, Run run, string step, CheckpointType type) =>
        (await bench.CheckpointsAsync(run.Id)).Last(c => c.Type == type && string.Equals(c.StepId, step, StringComparison.Ordinal));

    private static async Task<Run> ForkAsync(EngineBench bench, Checkpoint checkpoint)
    {
        var fork = await bench.Service.ForkAsync(new ForkRequest { Checkpoint = checkpoint.Id, Actor = "mara" }, Stop);
        Assert.NotNull(fork.Run);
        await bench.DeliverAsync();
        return fork.Run;
    }

    private static AgentResult Write(AgentRequest request, string name)
    {
        var path = Path.Combine(request.WorkingDirectory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "one\ntwo\n");
        return FakeAgent.Success;
    }

    private async Task<EngineBench> CreateAsync(string yaml, string model = TrustSamples.Model)
    {
        var bench = await EngineBench.CreateAsync(yaml, git: _git);
        Assert.NotNull((await bench.Trust.ImportAsync(model, "trust_model.yaml", null, "mara", Stop)).Version);
        return bench;
    }
}
