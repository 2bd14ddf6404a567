using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Dashboard.Components;

/// <summary>Answers as told and remembers what was asked.</summary>
internal sealed class FakeRunService : IRunService
{
    public List<StartRunRequest> Started { get; } = [];

    public List<(RunId Run, string Actor)> Cancelled { get; } = [];

    /// <summary>What else was ordered, a line each.</summary>
    public List<string> Orders { get; } = [];

    public List<DecideRequest> Decided { get; } = [];

    public RunResult OrderAnswer { get; set; } = new() { Refused = "not set up" };

    public DecideResult DecideAnswer { get; set; } = new() { Refused = "not set up" };

    public StartRunResult Answer { get; set; } = new() { Refused = "not set up" };

    public Task<StartRunResult> StartAsync(StartRunRequest request, CancellationToken cancellationToken)
    {
        Started.Add(request);
        return Task.FromResult(Answer);
    }

    public Task<CancelOutcome> CancelAsync(RunId run, string actor, CancellationToken cancellationToken)
    {
        Cancelled.Add((run, actor));
        return Task.FromResult(CancelOutcome.Requested);
    }

    public Task<RunResult> PauseAsync(RunId run, string actor, CancellationToken cancellationToken) => Take($"pause {run} by {actor}");

    public Task<RunResult> ExecuteNextAsync(RunId run, string actor, CancellationToken cancellationToken) => Take($"next {run} by {actor}");

    public Task<RunResult> ResumeAsync(RunId run, string? from, string actor, CancellationToken cancellationToken) => Take($"resume {run} from {from ?? "its stop"} by {actor}");

    public Task<RunResult> RerunAsync(RunId run, string stepId, bool downstream, string actor, CancellationToken cancellationToken) =>
        Take($"rerun {run} {stepId}{(downstream ? " downstream" : "")} by {actor}");

    public Task<StartRunResult> ForkAsync(ForkRequest request, CancellationToken cancellationToken)
    {
        Orders.Add($"fork {request.Run} at {request.Checkpoint} by {request.Actor}");
        return Task.FromResult(Answer);
    }

    public Task<AddStepsResult> AddStepsAsync(RunId run, string steps, string actor, CancellationToken cancellationToken) => throw new NotSupportedException("no page adds steps");

    public Task<RunResult> PinAsync(RunId run, bool pinned, string actor, CancellationToken cancellationToken) => throw new NotSupportedException("no page pins runs");

    public Task<DecideResult> DecideAsync(DecideRequest request, CancellationToken cancellationToken)
    {
        Decided.Add(request);
        return Task.FromResult(DecideAnswer);
    }

    private Task<RunResult> Take(string order)
    {
        Orders.Add(order);
        return Task.FromResult(OrderAnswer);
    }
}
