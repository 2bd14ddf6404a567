using Signalbox.Engine.Agents;
using Signalbox.Engine.Runs;
using Signalbox.Engine.StateMachines;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>
/// Every move that design/domain.md draws for runs, step runs, attempts and approvals is made by the engine in one of these stories. That every other
/// move is refused is asserted pair by pair in <c>RunTransitionsTests</c>.
/// </summary>
public sealed class TransitionCoverageTests
{
    private const string Work = """
        version: "1.0"
        name: work
        inputs: {mode: {type: string, default: plain}}
        steps:
          - id: first
            run: "true"
            retry: {max_attempts: 2, delay_seconds: 60}
          - id: ask
            needs: [first]
            when: inputs.mode == 'ask'
            approval: {question: "Go on?", deadline_minutes: 60}
          - id: never
            needs: [first]
            when: inputs.mode == 'never'
            run: "true"
        """;

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Engine_Stories_MakeEveryMove()
    {
        await AttemptsAsync();
        await WaitsAsync();
        await PausedBetweenAsync();
        await PausesAsync();
        await CancelsAsync();
        await CannotBeginAsync();

        List<string> missing = [];
        Check("run", RunTransitions.Run, missing);
        Check("step", RunTransitions.Step, missing);
        Check("attempt", RunTransitions.Attempt, missing);
        Check("approval", RunTransitions.Approval, missing);
        Assert.Empty(missing);
    }

    private void Check<T>(string machine, TransitionTable<T> table, List<string> missing)
        where T : struct, Enum => missing.AddRange(table.Transitions.Select(t => $"{machine}: {t.From} -> {t.To}").Where(move => !_seen.Contains(move)));

    /// <summary>Every way an attempt can end; a retry that waits; a resume of what failed.</summary>
    private async Task AttemptsAsync()
    {
        foreach (var end in (AgentResult[])
            [
                FakeAgent.Failure,
                new() { Outcome = AgentOutcome.TimedOut, Error = new AgentError("timeout", "60 s", Retryable: true) },
                new() { Outcome = AgentOutcome.Interrupted, Error = new AgentError("interrupted", "gone", Retryable: true) },
            ])
        {
            await using var bench = await EngineBench.CreateAsync(Work);
            bench.Agents.Shell.Automatic = r => r.AttemptNumber < 4 ? end : FakeAgent.Success;
            var run = await bench.StartAsync();
            for (var i = 0; i < 3; i++)
            {
                await bench.DeliverAsync();
                bench.Time.Move(TimeSpan.FromMinutes(5));
            }

            await bench.Service.ResumeAsync(run.Id, null, "mara", Stop);
            for (var i = 0; i < 3; i++)
            {
                await bench.DeliverAsync();
                bench.Time.Move(TimeSpan.FromMinutes(5));
            }

            await SeeAsync(bench, run);
        }
    }

    /// <summary>Questions: approved, refused, sent back, not answered; and a run that ends while it waits.</summary>
    private async Task WaitsAsync()
    {
        foreach (var answer in (ApprovalStatus?[])[ApprovalStatus.Approved, ApprovalStatus.Rejected, ApprovalStatus.ChangesRequested, null])
        {
            await using var bench = await EngineBench.CreateAsync(Work);
            bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
            var run = await bench.StartAsync(("mode", "ask"));
            await bench.DeliverAsync();
            if (answer is { } decision)
            {
                await bench.AnswerAsync(await bench.OpenApprovalAsync(run.Id), decision, "because");
            }
            else
            {
                bench.Time.Move(TimeSpan.FromHours(2));
            }

            await bench.DeliverAsync();
            await bench.Service.CancelAsync(run.Id, "mara", Stop);
            await bench.DeliverAsync();
            await SeeAsync(bench, run);
        }
    }

    /// <summary>A run that is paused between two steps and then goes on.</summary>
    private async Task PausedBetweenAsync()
    {
        await using var bench = await EngineBench.CreateAsync(Work);
        var run = await bench.StartAsync(("mode", "never"));
        var work = bench.DeliverAsync();
        var request = await bench.Agents.Shell.NextAsync();
        await bench.Service.PauseAsync(run.Id, "mara", Stop);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        bench.Agents.Shell.End(request, FakeAgent.Success);
        await work;
        await bench.Service.ResumeAsync(run.Id, null, "mara", Stop);
        await bench.DeliverAsync();
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
        await SeeAsync(bench, run);
    }

    /// <summary>Paused runs that go on, and that end by an answer or a cancel while they are paused.</summary>
    private async Task PausesAsync()
    {
        foreach (var end in (string[])["continue", "approve", "reject", "cancel"])
        {
            await using var bench = await EngineBench.CreateAsync(Work);
            bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
            var run = await bench.StartAsync(("mode", "ask"));
            await bench.DeliverAsync();
            var approval = await bench.OpenApprovalAsync(run.Id);
            await bench.Service.PauseAsync(run.Id, "mara", Stop);
            await bench.DeliverAsync();
            Assert.Equal(RunStatus.Paused, (await bench.StateAsync(run.Id)).Run.Status);
            switch (end)
            {
                case "continue":
                    await bench.Service.ResumeAsync(run.Id, null, "mara", Stop);
                    break;
                case "cancel":
                    await bench.Service.CancelAsync(run.Id, "mara", Stop);
                    break;
                default:
                    await bench.AnswerAsync(approval, string.Equals(end, "approve", StringComparison.Ordinal) ? ApprovalStatus.Approved : ApprovalStatus.Rejected);
                    await bench.Service.ExecuteNextAsync(run.Id, "mara", Stop);
                    break;
            }

            await bench.DeliverAsync();
            await SeeAsync(bench, run);
        }
    }

    /// <summary>Cancelled before it began, while it worked, and taken up again after that.</summary>
    private async Task CancelsAsync()
    {
        await using var bench = await EngineBench.CreateAsync(Work);
        var early = await bench.StartAsync();
        await bench.Service.CancelAsync(early.Id, "mara", Stop);
        await SeeAsync(bench, early);

        var run = await bench.StartAsync();
        var work = bench.DeliverAsync();
        await bench.Agents.Shell.NextAsync();
        await bench.Service.CancelAsync(run.Id, "mara", Stop);
        await work;
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        await bench.Service.ResumeAsync(run.Id, null, "mara", Stop);
        await bench.DeliverAsync();
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
        await SeeAsync(bench, run);
    }

    /// <summary>A queued run whose stored workflow cannot be read any more.</summary>
    private async Task CannotBeginAsync()
    {
        await using var bench = await EngineBench.CreateAsync(Work);
        var run = await bench.StartAsync();
        await bench.BreakStoredWorkflowsAsync();
        await bench.DeliverAsync();
        await SeeAsync(bench, run);
    }

    private async Task SeeAsync(EngineBench bench, Run run)
    {
        foreach (var e in await bench.EventsAsync(run.Id))
        {
            var machine = e.Data.ContainsKey("approval") ? "approval" : e.AttemptId is not null && e.Data.ContainsKey("exitCode") ? "attempt" : e.StepRunId is not null ? "step" : "run";
            _seen.Add($"{machine}: {e.Transition}");
        }
    }
}
