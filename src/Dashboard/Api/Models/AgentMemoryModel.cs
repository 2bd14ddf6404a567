namespace Signalbox.Dashboard.Api.Models;

/// <summary>What an agent's file remembers, short and long term.</summary>
public sealed record AgentMemoryModel(
    string? CurrentTask,
    IReadOnlyList<string> RecentFiles,
    IReadOnlyList<string> RecentDecisions,
    IReadOnlyList<string> ProjectPatterns,
    IReadOnlyList<string> LearnedPreferences);
