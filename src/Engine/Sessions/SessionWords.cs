namespace Signalbox.Engine.Sessions;

/// <summary>How spec 4's files spell statuses (design/domain.md, "How the specs' own words are read and written").</summary>
public static class SessionWords
{
    /// <summary>Words that <c>status</c> may have in a progress file or an <c>.af</c> file.</summary>
    public static IReadOnlyList<string> Statuses { get; } =
        ["PENDING", "IN_PROGRESS", "COMPLETED", "BLOCKED", "SKIPPED", "FAILED", "PAUSED", "INITIALIZING", "ACTIVE", "RESUMED", "EXPIRED"];

    /// <summary>The word of a session for both files.</summary>
    public static string Of(AgentSessionStatus status) => status switch
    {
        AgentSessionStatus.Initializing => "INITIALIZING",
        AgentSessionStatus.Active or AgentSessionStatus.Resumed => "IN_PROGRESS",
        AgentSessionStatus.Paused => "PAUSED",
        AgentSessionStatus.Blocked => "BLOCKED",
        AgentSessionStatus.Completed => "COMPLETED",
        AgentSessionStatus.Failed => "FAILED",
        AgentSessionStatus.Expired => "EXPIRED",
    };

    /// <summary>Whether a word is a status, in either case of spelling.</summary>
    public static bool IsStatus(string word) => Statuses.Contains(word.ToUpperInvariant(), StringComparer.Ordinal);
}
