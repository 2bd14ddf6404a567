namespace Signalbox.Engine.Audit;

/// <summary>Which entries of the audit log.</summary>
/// <param name="Who">Of this person or token; null: of all.</param>
/// <param name="Action">Of this action, or of those that begin with it and a dot: <c>run</c> has <c>run.cancel</c>; null: all.</param>
/// <param name="Target">Of this target; null: of all.</param>
public sealed record AuditFilter(string? Who = null, string? Action = null, string? Target = null);
