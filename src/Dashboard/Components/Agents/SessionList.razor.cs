using System.Globalization;
using Microsoft.AspNetCore.Components;
using Signalbox.Engine.Events;
using Signalbox.Engine.Sessions;

namespace Signalbox.Dashboard.Components.Agents;

/// <summary>The last sessions of an agent: role, status, tries, run, and what its file remembers.</summary>
public sealed partial class SessionList
{
    private const int PageSize = 10;
    private IReadOnlyList<(AgentSession Session, AgentMemory? Memory)> _sessions = [];
    private int _pages = 1;
    private bool _hasMore;

    /// <summary>Id of the agent.</summary>
    [Parameter, EditorRequired]
    public required string Agent { get; set; }

    [Inject]
    private SessionRecords Sessions { get; set; } = null!;

    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => notice is Notice.RunChanged;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var shown = _pages * PageSize;
        var found = await Sessions.OfAgentAsync(Agent, null, shown + 1, cancellationToken);
        _hasMore = found.Count > shown;
        _sessions = [.. found.Take(shown).Select(s => (s.Session, s.Paper is null ? null : AgentFile.Parse(s.Paper.AgentFile).File?.Memory))];
    }

    private async Task MoreAsync()
    {
        _pages++;
        await ReadAsync();
    }

    private static string Tries(AgentSession session) => session.MaxIterations is { } most
        ? string.Create(CultureInfo.InvariantCulture, $"{session.IterationCount} of {most}")
        : session.IterationCount.ToString(CultureInfo.InvariantCulture);

    private static string? Tools(AgentSession session) => (session.ToolsAllowed.Count, session.McpServers.Count) switch
    {
        (0, 0) => null,
        (0, _) => $"MCP servers: {Joined(session.McpServers)}",
        (_, 0) => $"Tools allowed: {Joined(session.ToolsAllowed)}",
        _ => $"Tools allowed: {Joined(session.ToolsAllowed)}. MCP servers: {Joined(session.McpServers)}",
    };

    private static List<KeyValuePair<string, string?>> Memory(AgentMemory memory) =>
    [
        new("At", memory.CurrentTask ?? "nothing"),
        new("Files", Joined(memory.RecentFiles)),
        new("Decisions", Joined(memory.RecentDecisions)),
        new("Patterns", Joined(memory.ProjectPatterns)),
        new("Preferences", Joined(memory.LearnedPreferences)),
    ];

    private static string Joined(IReadOnlyList<string> items) => items.Count == 0 ? "none" : string.Join("; ", items);
}
