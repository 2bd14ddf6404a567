using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Resolution;

/// <summary>Outputs that no attempt gave.</summary>
internal static class StepOutputs
{
    /// <summary>Of a <c>for_each</c>: a list of what its items gave, in their order; null where one gave nothing.</summary>
    public static IReadOnlyDictionary<string, object?> OfItems(StepDefinition step, IReadOnlyList<StepRun> items) =>
        step.Outputs.ToDictionary(o => o.Name, object? (o) => items.Select(i => i.Outputs.GetValueOrDefault(o.Name)).ToList(), StringComparer.Ordinal);

    /// <summary>Of an approval: the form as filled in, and the decision.</summary>
    public static IReadOnlyDictionary<string, object?> OfApproval(Approval approval) => new Dictionary<string, object?>(approval.Answers, StringComparer.Ordinal)
    {
        ["decision"] = approval.Status switch
        {
            ApprovalStatus.Approved => "approved",
            ApprovalStatus.Rejected => "rejected",
            ApprovalStatus.ChangesRequested => "changes_requested",
            ApprovalStatus.Expired => "expired",
            ApprovalStatus.Open => null,
        },
        ["comment"] = approval.Comment,
        ["decided_by"] = approval.DecidedBy,
    };
}
