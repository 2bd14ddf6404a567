using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Sessions;

/// <summary>
/// The files of a session as the database keeps them: this copy is the one that counts, and it is laid into every workspace (design/agents.md). Written apart
/// from the session's own row, because the files follow behind the run.
/// </summary>
public sealed record SessionPaper
{
    public required AgentSessionId SessionId { get; init; }

    public required RunId RunId { get; init; }

    public required RepositoryId RepositoryId { get; init; }

    public required string Feature { get; init; }

    public required string Role { get; init; }

    /// <summary>Day on which the session began, <c>yyyy-MM-dd</c> in UTC; with <see cref="Number"/> the name of its history file.</summary>
    public required string Day { get; init; }

    /// <summary>Number among the sessions of its feature on that day, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Text of <c>claude-progress.txt</c>.</summary>
    public required string Progress { get; set; }

    /// <summary>Text of <c>agents/{role}.af</c>.</summary>
    public required string AgentFile { get; set; }

    /// <summary>Text of <c>history/{date}_session{n}.log</c>.</summary>
    public required string History { get; set; }

    /// <summary>Approval of each question for a human that was asked, by its text.</summary>
    public IReadOnlyDictionary<string, string> Questions { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public required DateTimeOffset UpdatedAt { get; set; }
}
