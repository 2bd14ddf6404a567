using Signalbox.Engine.Agents;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>What a new attempt takes from the ones before it: the agent's session; and what it may not take: their files.</summary>
public sealed class RepeatedWorkTests
{
    private const string Work = """
        version: "1.0"
        name: work
        steps:
          - id: only
            run: "true"
            retry: {max_attempts: 4}
            outputs: [{name: plan, type: file, source: plan.md, optional: false}]
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Retry_AfterAFailure_GoesOnWithTheSessionAndKnowsItsCost()
    {
        await using var bench = await EngineBench.CreateAsync(Work.Replace("outputs:", "env: {A: b}\n    #", StringComparison.Ordinal));
        bench.Agents.Shell.Automatic = r => r.AttemptNumber switch
        {
            1 => FakeAgent.Failure with { SessionId = "first", Usage = new AgentUsage { CostUsd = 0.5m } },
            2 => FakeAgent.Failure with { SessionId = "second", Usage = new AgentUsage { CostUsd = 0.25m } },
            3 => FakeAgent.Failure with { SessionId = null, Error = new AgentError("exit_code", "no such session", Retryable: true) },
            _ => FakeAgent.Success,
        };
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);

        // A session that could not even be opened is not tried at once more.
        Assert.Equal([(null, null), ("first", 0.5m), ("second", 0.75m), (null, null)], bench.Agents.Shell.Begun.Select(b => (b.ResumeSession, b.ResumeUsage?.CostUsd)));
    }

    [Fact]
    public async Task Resume_OfAFailedRun_GoesOnWithTheSession_AVisitDoesNot()
    {
        await using var bench = await EngineBench.CreateAsync(Work.Replace("max_attempts: 4", "max_attempts: 1", StringComparison.Ordinal).Replace("outputs:", "env: {A: b}\n    #", StringComparison.Ordinal));
        bench.Agents.Shell.Automatic = r => (r.AttemptNumber == 1 ? FakeAgent.Failure : FakeAgent.Success) with { SessionId = "mine" };
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        await bench.Service.ResumeAsync(run.Id, null, "mara", Stop);
        await bench.DeliverAsync();

        Assert.Equal([null, "mine"], bench.Agents.Shell.Begun.Select(b => b.ResumeSession));
    }

    [Fact]
    public async Task Output_LeftByAnEarlierAttempt_IsNotTakenForTheNewOnes()
    {
        await using var bench = await EngineBench.CreateAsync(Work.Replace("max_attempts: 4", "max_attempts: 3", StringComparison.Ordinal));
        bench.Agents.Shell.Automatic = r =>
        {
            var plan = Path.Combine(r.WorkingDirectory, "plan.md");
            switch (r.AttemptNumber)
            {
                case 1:
                    File.WriteAllText(plan, "half");
                    return FakeAgent.Failure;
                case 2:
                    return FakeAgent.Success;
                default:
                    File.AppendAllText(plan, " and half");
                    return FakeAgent.Success;
            }
        };
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Completed, state.Run.Status);
        Assert.Equal("output 'plan': 'plan.md' is as an earlier attempt left it: this one did not write it", state.Attempts.Single(a => a.Number == 2).Error!.Message);
        Assert.Equal("half and half", await File.ReadAllTextAsync(Path.Combine(run.Directory, (string)state.Latest("only")!.Outputs["plan"]!), Stop));
    }

    [Fact]
    public async Task Output_OfTheRepositoryOnTheFirstAttempt_IsTakenAsItIs()
    {
        await using var bench = await EngineBench.CreateAsync("""
            version: "1.0"
            name: work
            steps:
              - {id: before, run: "true", outputs: [{name: plan, type: file, source: plan.md}]}
              - {id: only, needs: [before], run: "true", outputs: [{name: plan, type: file, source: plan.md}]}
            """);
        bench.Agents.Shell.Automatic = r =>
        {
            if (r.StepId is "before")
            {
                File.WriteAllText(Path.Combine(r.WorkingDirectory, "plan.md"), "there");
            }

            return FakeAgent.Success;
        };
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
    }

    [Fact]
    public async Task Output_OfAnEarlierVisit_IsNotTakenForTheNewOnes()
    {
        await using var bench = await EngineBench.CreateAsync("""
            version: "1.0"
            name: work
            type: graph
            steps:
              - id: look
                run: "true"
                outputs: [{name: found, type: file, source: found.txt, optional: true}, {name: again, type: string, source: again}]
                next: [{to: look, when: steps.look.outputs.again}, {to: done}]
            """);
        var looks = 0;
        bench.Agents.Shell.Automatic = r =>
        {
            var isFirst = ++looks == 1;
            if (isFirst)
            {
                File.WriteAllText(Path.Combine(r.WorkingDirectory, "found.txt"), "something");
            }

            return FakeAgent.Success with { Structured = new Dictionary<string, object?>(StringComparer.Ordinal) { ["again"] = isFirst } };
        };
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        var steps = (await bench.StateAsync(run.Id)).Steps.OrderBy(s => s.Visit).ToList();
        Assert.Equal([true, false], steps.Select(s => s.Outputs.ContainsKey("found")));
    }

    [Theory]
    [InlineData("""{"verdict": "go"}""", "go")]
    [InlineData("""{"other": 1}""", "all of it")]
    [InlineData(null, "all of it")]
    public async Task Output_OrFinalText_IsTheKeyElseTheText(string? json, string expected)
    {
        await using var bench = await EngineBench.CreateAsync("""
            version: "1.0"
            name: work
            steps:
              - {id: only, run: "true", outputs: [{name: verdict, type: string, source: verdict, or_final_text: true}]}
            """);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success with
        {
            FinalText = "all of it",
            Structured = json is null ? null : (IReadOnlyDictionary<string, object?>)Signalbox.Engine.Workflows.PlainValue.FromJson(json)!,
        };
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        Assert.Equal(expected, (await bench.StateAsync(run.Id)).Latest("only")!.Outputs["verdict"]);
    }
}
