using Signalbox.Engine.Agents;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Trust;
using Signalbox.Unit.Engine.Trust;
using Signalbox.Unit.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>design/security.md: what a step changed decides whether it needs a person; real git.</summary>
public sealed class TrustedRunTests : IAsyncLifetime
{
    private const string Work = """
        version: "1.0"
        name: work
        steps:
          - {id: implement, run: "true", approval: auto}
        """;

    private readonly TestRepository _git = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _git.WithCommitAsync();

    public ValueTask DisposeAsync()
    {
        _git.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Change_OfHighTrust_PassesByItselfAndAnEventSaysWhy()
    {
        await using var bench = await CreateAsync(Work, "docs/guide.md");
        var run = await bench.StartAsync();

        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Completed, 0), (state.Run.Status, state.Approvals.Count));
        var passed = Assert.Single(await bench.EventsAsync(run.Id), e => e.Data.ContainsKey("trustLevel"));
        Assert.Equal("Nobody is asked about the changes of implement: docs/guide.md is high (pattern *.md: Documentation), and high approves by itself", passed.Message);
        Assert.Equal(("high", true, "pattern *.md", "docs/guide.md"), (passed.Data["trustLevel"], passed.Data["autoApprove"], passed.Data["matchedBy"], passed.Data["path"]));
        Assert.Contains(await bench.CheckpointsAsync(run.Id), c => c.StepId is "implement" && c.Completed.Contains(state.Latest("implement")!.Id.Value));
    }

    [Fact]
    public async Task Change_OfMediumTrust_WaitsForAPerson()
    {
        await using var bench = await CreateAsync(Work, "src/User.cs", "docs/guide.md");
        var run = await bench.StartAsync();

        await bench.DeliverAsync();

        var asked = await bench.OpenApprovalAsync(run.Id);
        Assert.Equal((true, false, TrustLevel.Medium, false), (asked.IsForChanges, asked.IsBefore, asked.TrustLevel, asked.ForAdministrators));
        Assert.Equal("src/User.cs is medium (pattern src/**/*)", asked.TrustReason);
        Assert.Equal(
            "implement changed 2 files (+4 -0). Keep the changes?\nThe global trust model, version 1, asks for a person: src/User.cs is medium (pattern src/**/*).\nsrc/User.cs: medium, pattern src/**/*",
            asked.Question);
        await bench.AnswerAsync(asked, ApprovalStatus.Approved);
        await bench.DeliverAsync();
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
        Assert.Equal(
            [("approval.requested", asked.Id), ("run.completed", (ApprovalId?)null)],
            (await bench.Deliveries.ListAsync(null, 10, Stop)).OrderBy(d => d.Sequence).Select(d => (d.Kind, d.ApprovalId)));
    }

    [Fact]
    public async Task Change_OfALevelThatEscalates_OnlyAnAdministratorDecides()
    {
        await using var bench = await CreateAsync(Work, "src/auth/login.cs");
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        var asked = await bench.OpenApprovalAsync(run.Id);
        Assert.Equal((TrustLevel.Low, true), (asked.TrustLevel, asked.ForAdministrators));

        var refused = (await bench.AnswerAsync(asked, ApprovalStatus.Approved)).Refused;
        Assert.Contains("only an administrator", refused, StringComparison.Ordinal);
        Assert.Equal(ApprovalStatus.Open, (await bench.OpenApprovalAsync(run.Id)).Status);

        var answer = new DecideRequest { Approval = asked.Id, Decision = ApprovalStatus.Rejected, Comment = "not like this", Actor = "root", IsAdministrator = true };
        Assert.NotNull((await bench.Service.DecideAsync(answer, Stop)).Approval);
        await bench.DeliverAsync();
        Assert.Equal("step implement failed: rejected by root: not like this", (await bench.StateAsync(run.Id)).Run.StatusReason);
    }

    [Fact]
    public async Task Change_SentBack_IsDoneAgainWithTheWordsAndJudgedAnew()
    {
        await using var bench = await CreateAsync(Work);
        bench.Agents.Shell.Automatic = request =>
        {
            if (bench.Agents.Shell.Begun.Count == 1)
            {
                return Write(request, "src/User.cs");
            }

            File.Delete(Path.Combine(request.WorkingDirectory, "src/User.cs"));
            return Write(request, "docs/User.md");
        };
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        await bench.AnswerAsync(await bench.OpenApprovalAsync(run.Id), ApprovalStatus.ChangesRequested, "only words, please");
        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((2, "only words, please"), (state.Latest("implement")!.Visit, state.Latest("implement")!.Comment));
        Assert.Equal([ApprovalStatus.ChangesRequested, ApprovalStatus.Open], state.Approvals.Select(a => a.Status));
        Assert.Equal("src/User.cs is medium (pattern src/**/*)", state.Approvals[1].TrustReason);
    }

    [Theory]
    [InlineData("approval: never", "src/auth/login.cs")]
    [InlineData("approval: auto", null)]
    public async Task Change_ThatNobodyIsToDecideOn_Passes(string approval, string? file)
    {
        await using var bench = await CreateAsync(Work.Replace("approval: auto", approval, StringComparison.Ordinal), file is null ? [] : [file]);
        var run = await bench.StartAsync();

        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Completed, 0), (state.Run.Status, state.Approvals.Count));
    }

    [Fact]
    public async Task Work_ThatIsDoneInPairs_WaitsBeforeItBeginsAndAfterTheChange()
    {
        await using var bench = await CreateAsync(Work.Replace("approval: auto", "task_type: security", StringComparison.Ordinal), "docs/guide.md");
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        var before = await bench.OpenApprovalAsync(run.Id);
        Assert.Equal((true, false, TrustLevel.Low, "the work is low (task_type security: Security work)"), (before.IsBefore, before.IsForChanges, before.TrustLevel, before.TrustReason));
        Assert.Empty(bench.Agents.Shell.Begun);
        await DecideAsync(bench, before);
        await bench.DeliverAsync();

        Assert.Single(bench.Agents.Shell.Begun);
        var after = await bench.OpenApprovalAsync(run.Id);
        Assert.Equal((false, true), (after.IsBefore, after.IsForChanges));
        await DecideAsync(bench, after);
        await bench.DeliverAsync();
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
    }

    [Fact]
    public async Task Work_ThatIsDoneInPairs_ATryAfterAFailureNeedsNoNewLeave()
    {
        await using var bench = await CreateAsync(Work.Replace("approval: auto", "task_type: security, retry: {max_attempts: 2}", StringComparison.Ordinal));
        bench.Agents.Shell.Automatic = request => request.AttemptNumber == 1 ? FakeAgent.Failure : FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        await DecideAsync(bench, await bench.OpenApprovalAsync(run.Id));
        await bench.DeliverAsync();
        bench.Time.Move(TimeSpan.FromMinutes(5));
        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Completed, 1, 2), (state.Run.Status, state.Approvals.Count, state.Attempts.Count));
    }

    [Fact]
    public async Task Model_BroughtInWhileTheRunIsUnderWay_CountsFromThen()
    {
        await using var bench = await EngineBench.CreateAsync(Work, git: _git);
        var run = await bench.StartAsync();
        var going = bench.Executor.ExecuteAsync(run.Id, Stop);
        var request = await bench.Agents.Shell.NextAsync();

        Assert.NotNull((await bench.Trust.ImportAsync(TrustSamples.Model, "trust_model.yaml", null, "mara", Stop)).Version);
        bench.Agents.Shell.End(request, Write(request, "src/auth/login.cs"));
        await going;

        Assert.Equal(TrustLevel.Low, (await bench.OpenApprovalAsync(run.Id)).TrustLevel);
    }

    [Fact]
    public async Task Changes_OneAfterAnother_PassAsOftenAsTheModelLetsThemAndThenAPersonLooks()
    {
        const string Steps = """
            version: "1.0"
            name: work
            steps:
              - {id: one, run: "true"}
              - {id: two, needs: [one], run: "true"}
              - {id: three, needs: [two], run: "true"}
              - {id: four, needs: [three], run: "true"}
            """;
        await using var bench = await EngineBench.CreateAsync(Steps, git: _git);
        var model = TrustSamples.Model.Replace("max_consecutive_changes: 10", "max_consecutive_changes: 2", StringComparison.Ordinal);
        Assert.NotNull((await bench.Trust.ImportAsync(model, "trust_model.yaml", null, "mara", Stop)).Version);
        bench.Agents.Shell.Automatic = request => Write(request, $"docs/{request.StepId}.md");
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        var asked = await bench.OpenApprovalAsync(run.Id);
        Assert.Equal(
            ("three", TrustLevel.High, "2 changes of high passed one after another, and the model lets no more than 2"), (asked.StepId, asked.TrustLevel, asked.TrustReason));
        bench.Time.Move(TimeSpan.FromMinutes(1));
        await bench.AnswerAsync(asked, ApprovalStatus.Approved);
        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Completed, 1), (state.Run.Status, state.Approvals.Count));
        Assert.Equal((TrustLevel?[])[TrustLevel.High, TrustLevel.High, null, TrustLevel.High], state.Steps.OrderBy(s => s.Position).Select(s => s.PassedAs));
    }

    [Fact]
    public async Task Change_OfALevelThatNotifies_IsToldToThoseWhomTheModelNames()
    {
        await using var bench = await CreateAsync(Work, "src/auth/login.cs");
        var run = await bench.StartAsync();

        await bench.DeliverAsync();

        var told = Assert.Single((await bench.Messenger.InboxAsync("role:planner", null, 10, Stop))!).Message;
        Assert.Equal(("trust", run.Id, $"{run.Key}, step implement: src/auth/login.cs is low (pattern **/auth/**: Authentication)"), (told.From, told.RunId, told.Body));
        Assert.Empty((await bench.Messenger.InboxAsync("people", null, 10, Stop))!);
    }

    [Fact]
    public async Task Change_OfAStepThatFailedAndIsPassedOver_IsJudgedWithTheNextOne()
    {
        const string Steps = """
            version: "1.0"
            name: work
            steps:
              - {id: first, run: "true", continue_on_error: true}
              - {id: second, needs: [first], run: "true"}
              - {id: third, needs: [second], run: "true"}
            """;
        await using var bench = await EngineBench.CreateAsync(Steps, git: _git);
        Assert.NotNull((await bench.Trust.ImportAsync(TrustSamples.Model, "trust_model.yaml", null, "mara", Stop)).Version);
        bench.Agents.Shell.Automatic = request =>
        {
            Write(request, request.StepId is "first" ? "src/auth/login.cs" : $"docs/{request.StepId}.md");
            return request.StepId is "first" ? FakeAgent.Failure : FakeAgent.Success;
        };
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        var asked = await bench.OpenApprovalAsync(run.Id);
        Assert.Equal(("second", TrustLevel.Low, "src/auth/login.cs is low (pattern **/auth/**: Authentication)"), (asked.StepId, asked.TrustLevel, asked.TrustReason));
        await DecideAsync(bench, asked);
        await bench.DeliverAsync();

        // What a person has seen is not asked again.
        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Completed, 1, TrustLevel.High), (state.Run.Status, state.Approvals.Count, state.Latest("third")!.PassedAs));
    }

    private static Task<DecideResult> DecideAsync(EngineBench bench, Approval approval) =>
        bench.Service.DecideAsync(new DecideRequest { Approval = approval.Id, Decision = ApprovalStatus.Approved, Actor = "root", IsAdministrator = true }, Stop);

    private async Task<EngineBench> CreateAsync(string yaml, params string[] files)
    {
        var bench = await EngineBench.CreateAsync(yaml, git: _git);
        Assert.NotNull((await bench.Trust.ImportAsync(TrustSamples.Model, "trust_model.yaml", null, "mara", Stop)).Version);
        bench.Agents.Shell.Automatic = request =>
        {
            foreach (var file in files)
            {
                Write(request, file);
            }

            return FakeAgent.Success;
        };
        return bench;
    }

    private static AgentResult Write(AgentRequest request, string name)
    {
        var path = Path.Combine(request.WorkingDirectory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "one\ntwo\n");
        return FakeAgent.Success;
    }
}
