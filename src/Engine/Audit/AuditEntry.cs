using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Audit;

/// <summary>A change of state by a person or a token (spec 2, "Audit trail"; design/security.md). Written once, never changed.</summary>
public sealed class AuditEntry
{
    /// <summary>UTF-16 characters that <see cref="Before"/> and <see cref="After"/> have at most.</summary>
    public const int MaxValue = 8 * 1024;

    public required AuditEntryId Id { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Name of the person or token.</summary>
    public required string Who { get; init; }

    /// <summary>Through what they came.</summary>
    public required AuditDoor Via { get; init; }

    /// <summary>Network address; null when not known.</summary>
    public string? Address { get; init; }

    /// <summary>What was done, such as <c>run.cancel</c> (<see cref="AuditActions"/>).</summary>
    public required string Action { get; init; }

    /// <summary>To what: a run's key, an agent's id, a version.</summary>
    public required string Target { get; init; }

    /// <summary>What was, as JSON; null where there was nothing, or it says nothing. Cut at <see cref="MaxValue"/>, with an ellipsis.</summary>
    public string? Before { get; init; }

    /// <summary>What is, in the same way.</summary>
    public string? After { get; init; }
}
