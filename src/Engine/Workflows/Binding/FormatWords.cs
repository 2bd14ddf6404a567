namespace Signalbox.Engine.Workflows.Binding;

/// <summary>The words of the format that stand for a value, and the value each stands for.</summary>
internal static class FormatWords
{
    public static IReadOnlyDictionary<string, WorkflowType> WorkflowTypes { get; } = Table(("simple", WorkflowType.Simple), ("graph", WorkflowType.Graph), ("langgraph", WorkflowType.Graph));

    public static IReadOnlyDictionary<string, InputType> InputTypes { get; } = Table(
        ("string", InputType.String),
        ("boolean", InputType.Boolean),
        ("integer", InputType.Integer),
        ("number", InputType.Number),
        ("choice", InputType.Choice),
        ("text", InputType.Text),
        ("list", InputType.List),
        ("file", InputType.File),
        ("secret", InputType.Secret));

    public static IReadOnlyDictionary<string, OutputType> OutputTypes { get; } = Table(("file", OutputType.File), ("string", OutputType.String));

    public static IReadOnlyDictionary<string, RetryCause> RetryCauses { get; } = Table(
        ("error", RetryCause.Error), ("timeout", RetryCause.Timeout), ("rate_limit", RetryCause.RateLimit), ("interrupted", RetryCause.Interrupted));

    public static IReadOnlyDictionary<string, RetryBackoff> Backoffs { get; } = Table(
        ("fixed", RetryBackoff.Fixed), ("linear", RetryBackoff.Linear), ("exponential", RetryBackoff.Exponential));

    public static IReadOnlyDictionary<string, WhenBusy> WhenBusy { get; } = Table(
        ("queue", Workflows.WhenBusy.Queue), ("cancel_running", Workflows.WhenBusy.CancelRunning), ("reject", Workflows.WhenBusy.Reject));

    public static IReadOnlyDictionary<string, ScheduleMisfire> Misfires { get; } = Table(("run_once", ScheduleMisfire.RunOnce), ("skip", ScheduleMisfire.Skip));

    public static IReadOnlyDictionary<string, ApprovalDeadlineRule> DeadlineRules { get; } = Table(
        ("fail", ApprovalDeadlineRule.Fail), ("approve", ApprovalDeadlineRule.Approve), ("wait", ApprovalDeadlineRule.Wait));

    public static IReadOnlyDictionary<string, ChangeApproval> ChangeApprovals { get; } = Table(
        ("auto", ChangeApproval.Auto), ("always", ChangeApproval.Always), ("never", ChangeApproval.Never));

    public static IReadOnlyDictionary<string, IterateUntil> IterateUntils { get; } = Table(("verify", IterateUntil.Verify), ("done_when", IterateUntil.DoneWhen));

    public static IReadOnlyDictionary<string, Methodology> Methodologies { get; } = Table(("TDD", Methodology.Tdd), ("BDD", Methodology.Bdd), ("standard", Methodology.Standard));

    /// <summary>The shape of a key that takes one of the words.</summary>
    public static WordKey Key<T>(string what, string label, IReadOnlyDictionary<string, T> words) => new(what, label, [.. words.Keys]);

    // an array of pairs keeps the order that people read; a dictionary filled in order keeps it too
    private static Dictionary<string, T> Table<T>(params (string Word, T Value)[] words) => words.ToDictionary(w => w.Word, w => w.Value, StringComparer.Ordinal);
}
