using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Dashboard.Components;

/// <summary>Answers as told and remembers what was asked.</summary>
internal sealed class FakeRunService : IRunService
{
    public List<StartRunRequest> Started { get; } = [];

    public List<(RunId Run, string Actor)> Cancelled { get; } = [];

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

    public Task<RunResult> PauseAsync(RunId run, string actor, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<RunResult> ExecuteNextAsync(RunId run, string actor, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<RunResult> ResumeAsync(RunId run, string? from, string actor, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<RunResult> RerunAsync(RunId run, string stepId, bool downstream, string actor, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<StartRunResult> ForkAsync(ForkRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<RunResult> PinAsync(RunId run, bool pinned, string actor, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<DecideResult> DecideAsync(DecideRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();
}
