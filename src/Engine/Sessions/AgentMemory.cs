namespace Signalbox.Engine.Sessions;

/// <summary>What an agent's file remembers (spec 4, 1.2 <c>memory</c>).</summary>
public sealed record AgentMemory
{
    /// <summary>Short term: the task it is at; null when it is at none.</summary>
    public string? CurrentTask { get; init; }

    /// <summary>Short term: files it worked on, newest last.</summary>
    public IReadOnlyList<string> RecentFiles { get; init; } = [];

    /// <summary>Short term: what was decided, newest last.</summary>
    public IReadOnlyList<string> RecentDecisions { get; init; } = [];

    /// <summary>Long term: how things are done in the project. Whoever edits the file writes it.</summary>
    public IReadOnlyList<string> ProjectPatterns { get; init; } = [];

    /// <summary>Long term: what people want. Whoever edits the file writes it.</summary>
    public IReadOnlyList<string> LearnedPreferences { get; init; } = [];
}
