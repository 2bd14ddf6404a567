namespace Signalbox.Engine.Sessions;

/// <summary>The sections of a progress file (spec 4, 1.1), in their order.</summary>
public static class ProgressSections
{
    public const string Info = "Session Info";
    public const string State = "Current State";
    public const string Completed = "Completed This Session";
    public const string InProgress = "In Progress";
    public const string Blockers = "Blockers";
    public const string Notes = "Notes for Next Session";
    public const string Files = "Files Modified This Session";
    public const string Decisions = "Key Decisions Made";
    public const string Questions = "Questions for Human";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Info, State, Completed, InProgress, Blockers, Notes, Files, Decisions, Questions];

    /// <summary>What a section says that holds nothing.</summary>
    public static string EmptyOf(string section) => section is Questions ? "None currently" : "None";

    /// <summary>Whether a line says that its section holds nothing.</summary>
    public static bool IsEmptyWord(string line) => line.Trim().TrimStart('-').Trim() is "None" or "None currently" or "none" or "None." or "None currently.";
}
