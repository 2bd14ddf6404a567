using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Dashboard.Hosting;

/// <summary>Orders to runs are written down and taken, unless the test refuses them.</summary>
internal sealed partial class FakeEngine : ICheckpointStore, IApprovalStore
{
    /// <summary>What was ordered: verb, run key, and what came with it.</summary>
    public List<string> Orders { get; } = [];

    /// <summary>Every order is refused with this sentence.</summary>
    public string? Refusal { get; set; }

    /// <summary>What the step of a fork has put out.</summary>
    public IReadOnlyDictionary<string, object?>? ForkOutputs { get; set; }

    public List<Checkpoint> Checkpoints { get; } = [];

    public List<(Approval Approval, Run Run)> Approvals { get; } = [];

    public Task<RunResult> PauseAsync(RunId run, string actor, CancellationToken cancellationToken) => OrderAsync(run, "pause");

    public Task<RunResult> ExecuteNextAsync(RunId run, string actor, CancellationToken cancellationToken) => OrderAsync(run, "next");

    public Task<RunResult> ResumeAsync(RunId run, string? from, string actor, CancellationToken cancellationToken) => OrderAsync(run, $"resume {from}");

    public Task<RunResult> RerunAsync(RunId run, string stepId, bool downstream, string actor, CancellationToken cancellationToken) => OrderAsync(run, $"rerun {stepId} {downstream}");

    /// <summary>What is said of steps that are added; null: they are taken.</summary>
    public AddStepsResult? AddedAnswer { get; set; }

    public Task<AddStepsResult> AddStepsAsync(RunId run, string steps, string actor, CancellationToken cancellationToken)
    {
        Orders.Add($"add {steps.Length} characters by {actor}: {steps}");
        return Task.FromResult(AddedAnswer ?? new AddStepsResult());
    }

    public Task<RunResult> PinAsync(RunId run, bool pinned, string actor, CancellationToken cancellationToken) => OrderAsync(run, $"pin {pinned}");

    public Task<StartRunResult> ForkAsync(ForkRequest request, CancellationToken cancellationToken)
    {
        Orders.Add($"fork {request.Checkpoint} {request.Agent} {request.Key}");
        return Task.FromResult(Refusal is null ? new StartRunResult { Run = AddRun("FORK-1", outputs: ForkOutputs).Run } : new StartRunResult { Refused = Refusal });
    }

    public Task<DecideResult> DecideAsync(DecideRequest request, CancellationToken cancellationToken)
    {
        var found = Approvals.Find(a => a.Approval.Id == request.Approval);
        if (found.Approval is null || Refusal is not null)
        {
            return Task.FromResult(found.Approval is null ? new DecideResult { NotFound = "no" } : new DecideResult { Refused = Refusal });
        }

        found.Approval.Decide(request.Decision, request.Actor, request.Comment, request.Answers, FakeRuns.Now);
        return Task.FromResult(new DecideResult { Approval = found.Approval });
    }

    public Task<IReadOnlyList<Checkpoint>> ListAsync(RunId run, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Checkpoint>>([.. Checkpoints.Where(c => c.RunId == run)]);

    public Task<Checkpoint?> GetAsync(CheckpointId id, CancellationToken cancellationToken) => Task.FromResult(Checkpoints.Find(c => c.Id == id));

    public Task<(Approval Approval, Run Run)?> GetAsync(ApprovalId id, CancellationToken cancellationToken) =>
        Task.FromResult(Approvals.Find(a => a.Approval.Id == id) is { Approval: not null } found ? found : ((Approval, Run)?)null);

    public Task<IReadOnlyList<(Approval Approval, Run Run)>> ListAsync(RunId? run, ApprovalStatus? status, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<(Approval, Run)>>([.. Approvals.Where(a => (run is null || a.Run.Id == run) && (status is null || a.Approval.Status == status)).Take(limit)]);

    public Task<int> CountAsync(ApprovalStatus status, CancellationToken cancellationToken) => Task.FromResult(Approvals.Count(a => a.Approval.Status == status));

    public Task<ApprovalDecision> DecideAsync(ApprovalId id, ApprovalStatus status, string by, string? comment, IReadOnlyDictionary<string, object?> answers, CancellationToken cancellationToken) =>
        throw new NotSupportedException("the API answers through the run service");

    private Task<RunResult> OrderAsync(RunId id, string order)
    {
        Orders.Add(order.TrimEnd());
        return Task.FromResult(Refusal is null ? new RunResult { Run = _runs[id].Run } : new RunResult { Refused = Refusal });
    }
}
