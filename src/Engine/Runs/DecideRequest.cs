using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs;

/// <summary>Answers an approval.</summary>
public sealed record DecideRequest
{
    public required ApprovalId Approval { get; init; }

    /// <summary>Approved, Rejected or ChangesRequested.</summary>
    public required ApprovalStatus Decision { get; init; }

    /// <summary>What the person says; required for ChangesRequested.</summary>
    public string? Comment { get; init; }

    /// <summary>The form as filled in: text or plain values by field.</summary>
    public IReadOnlyDictionary<string, object?> Answers { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Whether who answers is an administrator: they may answer every question, and some only they.</summary>
    public bool IsAdministrator { get; init; }

    /// <summary>Roles of who answers: a question that is asked of reviewers is answered by them, by name or by role.</summary>
    public IReadOnlyCollection<string> Roles { get; init; } = [];

    /// <summary>Who answers.</summary>
    public required string Actor { get; init; }
}
