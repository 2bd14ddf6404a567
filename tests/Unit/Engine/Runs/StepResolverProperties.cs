using System.Globalization;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Resolution;
using Signalbox.Engine.Workflows;
using static Signalbox.Unit.Engine.Runs.Steps;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>
/// Random workflows and random histories, played by an executor that does what it is told: the same state gives the same decision, no attempt
/// is started twice, nothing stalls, every run ends, and what completed never runs again.
/// </summary>
public sealed class StepResolverProperties
{
    private const int Plays = 1_500;

    [Fact]
    public void Next_RandomDags_AlwaysEndAndNeverStartTwice()
    {
        for (var seed = 0; seed < Plays; seed++)
        {
            new Game(seed, isGraph: false).Play();
        }
    }

    [Fact]
    public void Next_RandomGraphs_AlwaysEndAndNeverStartTwice()
    {
        for (var seed = 0; seed < Plays; seed++)
        {
            new Game(seed, isGraph: true).Play();
        }
    }

    private sealed class Game
    {
        private readonly Random _random;
        private readonly string _name;
        private readonly PlayedRun _run;
        private readonly int _cancelAt;
        private readonly int _pauseAt;

        public Game(int seed, bool isGraph)
        {
            _random = new Random(seed);
            _name = $"seed {seed.ToString(CultureInfo.InvariantCulture)}, {(isGraph ? "graph" : "dag")}";
            _cancelAt = _random.Next(5) == 0 ? _random.Next(30) : int.MaxValue;
            _pauseAt = _random.Next(5) == 0 ? _random.Next(30) : int.MaxValue;
            var steps = isGraph ? RandomGraph() : RandomDag();
            _run = new PlayedRun(new WorkflowDefinition
            {
                Version = "1.0",
                Name = "w",
                Key = "W",
                Type = isGraph ? WorkflowType.Graph : WorkflowType.Simple,
                Concurrency = new() { MaxParallel = _random.Next(3) == 0 ? _random.Next(1, 4) : null },
                Limits = new(null, _random.Next(6) == 0 ? TimeSpan.FromHours(1) : null),
                Steps = steps,
            });
            _run.Inputs["yes"] = _random.Next(2) == 0;
            _run.Inputs["list"] = Enumerable.Range(0, _random.Next(4)).Select(object? (i) => $"i{i}").ToList();
        }

        public void Play()
        {
            for (var move = 0; ; move++)
            {
                Assert.True(move < 5_000, $"{_name}: the run does not end");
                Disturb(move);
                var decision = _run.Decide();
                Assert.Equal(Text(decision), Text(_run.Decide()));
                if (decision.End is { } end)
                {
                    Assert.Empty(_run.Flying);
                    Assert.True(RunTransitions.Run.Allows(RunStatus.Running, end.Status));
                    Assert.Equal(_run.Begun.Count, _run.Begun.Distinct().Count());
                    return;
                }

                if (decision.Actions.Count > 0)
                {
                    Assert.All(decision.Actions.OfType<StepAction.Start>(), CheckStart);
                    Assert.Equal(decision.Actions.Count, decision.Actions.Select(a => (a.GetType(), a.Step.Id)).Distinct().Count());
                    _run.Apply(decision);
                }
                else if (decision.Paused)
                {
                    Assert.Empty(_run.Flying);
                    _run.Signals = _random.Next(2) == 0
                        ? _run.Signals with { StepsAllowed = 1 }
                        : _run.Signals with { PauseRequestedAt = null };
                }
                else
                {
                    LetTheWorldMove(decision);
                }
            }
        }

        private void CheckStart(StepAction.Start start)
        {
            Assert.True(_run.Stop is null, $"{_name}: started after a stop");
            Assert.False(start.Step.HasEnded, $"{_name}: {start.Step.StepId} had ended");
            Assert.DoesNotContain((start.Step.Id, start.Attempt), _run.Begun);
        }

        private void Disturb(int move)
        {
            if (move == _cancelAt)
            {
                _run.Stop = new RunEnd(RunStatus.Cancelled, null);
                foreach (var child in _run.Signals.Children.Where(c => c.Status == RunStatus.Running))
                {
                    _run.EndChild(_run.State.Steps.Single(s => s.Id == child.ParentStepRunId), RunStatus.Cancelled);
                }
            }

            if (move == _pauseAt)
            {
                _run.Signals = _run.Signals with { PauseRequestedAt = _run.Now, PauseRequestedBy = "mara" };
            }

            if (_run.Workflow.Limits.MaxDuration is { } longest && _run.Now >= _run.State.Run.StartedAt + longest)
            {
                _run.Stop ??= new RunEnd(RunStatus.Failed, "duration limit 60 min reached");
                foreach (var child in _run.Signals.Children.Where(c => c.Status == RunStatus.Running))
                {
                    _run.EndChild(_run.State.Steps.Single(s => s.Id == child.ParentStepRunId), RunStatus.Cancelled);
                }
            }
        }

        /// <summary>One thing happens outside: an attempt or a child ends, a person answers, time passes. There must be one that can.</summary>
        private void LetTheWorldMove(Decision decision)
        {
            List<Action> moves = [];
            foreach (var attempt in _run.Flying.ToList())
            {
                moves.Add(() => EndAttempt(attempt));
            }

            foreach (var step in _run.State.Steps.Where(s => s.BlockedOn == BlockCause.ChildRun))
            {
                RunStatus[] ends = [RunStatus.Completed, RunStatus.Completed, RunStatus.Failed, RunStatus.Cancelled];
                moves.Add(() => _run.EndChild(step, ends[_random.Next(ends.Length)]));
            }

            foreach (var approval in _run.State.Approvals.Where(a => a.Status == ApprovalStatus.Open && _run.Stop is null))
            {
                ApprovalStatus[] answers = _run.State.Approvals.Count > 20 ? [ApprovalStatus.Approved] : [ApprovalStatus.Approved, ApprovalStatus.Rejected, ApprovalStatus.ChangesRequested];
                moves.Add(() => approval.Decide(answers[_random.Next(answers.Length)], "mara", "more", new Dictionary<string, object?>(StringComparer.Ordinal), _run.Now));
            }

            if (decision.Until is { } until)
            {
                moves.Add(() => _run.Now = until);
            }

            Assert.True(moves.Count > 0, $"{_name}: stalled: {decision.Why}");
            moves[_random.Next(moves.Count)]();
        }

        private void EndAttempt(Attempt attempt)
        {
            var step = _run.State.Steps.Single(s => s.Id == attempt.StepRunId);
            var definition = _run.Workflow.Step(step.StepId);
            if (_run.Stop is not null)
            {
                _run.End(attempt, AttemptStatus.Cancelled);
                return;
            }

            AgentError?[] faults =
            [
                null, null, null,
                new("exit_code", "exit 1", Retryable: _random.Next(3) > 0),
                new("rate_limit", "limit", Retryable: true, _run.Now.AddMinutes(1)),
                definition.Iterate is null ? null : new(AttemptFollowUp.NotVerified, "no", Retryable: false),
            ];
            var fault = faults[_random.Next(faults.Length)];
            AttemptStatus[] bad = [AttemptStatus.Failed, AttemptStatus.Failed, AttemptStatus.TimedOut, AttemptStatus.Interrupted];
            _run.End(attempt, fault is null ? AttemptStatus.Succeeded : fault.Code is "exit_code" ? bad[_random.Next(bad.Length)] : AttemptStatus.Failed, fault, ("ok", _random.Next(2) == 0));
        }

        private StepDefinition[] RandomDag() =>
            [.. Enumerable.Range(0, _random.Next(1, 8)).Select(i => RandomStep(i, [.. Enumerable.Range(0, i).Where(_ => _random.Next(3) == 0).Select(n => $"s{n}")]))];

        private StepDefinition[] RandomGraph()
        {
            var count = _random.Next(1, 6);
            return
            [
                .. Enumerable.Range(0, count).Select(i => RandomStep(i, []) with
                {
                    MaxVisits = _random.Next(1, 4),
                    Next =
                    [
                        .. Enumerable.Range(0, _random.Next(3)).Select(_ => To(
                            _random.Next(5) == 0 ? null : $"s{_random.Next(count)}",
                            _random.Next(4) switch { 0 => "inputs.yes", 1 => "failure()", 2 => $"steps.s{i}.status == 'Completed'", _ => null })),
                    ],
                }),
            ];
        }

        private StepDefinition RandomStep(int i, string[] needs)
        {
            var id = $"s{i}";
            var step = _random.Next(8) switch { 0 => Approval(id, needs), 1 => Child(id, needs), _ => Step(id, needs) };
            if (step.Approval is { } approval && _random.Next(2) == 0)
            {
                ApprovalDeadlineRule[] rules = [ApprovalDeadlineRule.Fail, ApprovalDeadlineRule.Approve, ApprovalDeadlineRule.Wait];
                step = step with { Approval = approval with { Deadline = TimeSpan.FromMinutes(5), OnDeadline = rules[_random.Next(rules.Length)] } };
            }

            return step with
            {
                Retry = new()
                {
                    MaxAttempts = _random.Next(1, 5),
                    Delay = TimeSpan.FromSeconds(_random.Next(3) * 5),
                    Backoff = (RetryBackoff)_random.Next(3),
                    On = [.. Enum.GetValues<RetryCause>().Where(_ => _random.Next(3) > 0)],
                },
                ContinueOnError = _random.Next(4) == 0,
                Priority = _random.Next(3),
                When = _random.Next(4) == 0 ? When((string[])["inputs.yes", "always()", "failure()", "success() && inputs.yes"] is var all ? all[_random.Next(4)] : "") : null,
                ForEach = _random.Next(5) == 0 ? new ForEachDefinition(When("inputs.list"), "item", _random.Next(2) == 0 ? _random.Next(1, 3) : null) : null,
                Iterate = step.Kind == StepKind.Shell && _random.Next(5) == 0 ? new IterateDefinition(_random.Next(1, 4), IterateUntil.Verify) : null,
            };
        }

        private static string Text(Decision decision) =>
            $"{decision.Why}|{decision.End}|{decision.Until}|{decision.Paused}|{string.Join(';', decision.Actions.Select(a => $"{a.GetType().Name}:{a.Step.Id}:{a.Why}"))}";
    }
}
