using Signalbox.Engine.Learnings;
using Signalbox.Engine.Sessions;

namespace Signalbox.Dashboard.Api.Models;

/// <summary>Turns sessions and learnings into what the API answers.</summary>
internal static class SessionShapes
{
    public static AgentSessionModel Of(AgentSession s, SessionPaper? paper) => new()
    {
        Id = s.Id.Value,
        Run = s.RunId.Value,
        Agent = s.Agent,
        Role = s.Role,
        Feature = s.Feature,
        Status = s.Status.ToString(),
        StatusReason = s.StatusReason,
        CurrentStep = s.CurrentStep,
        IterationCount = s.IterationCount,
        MaxIterations = s.MaxIterations,
        ToolsAllowed = s.ToolsAllowed,
        McpServers = s.McpServers,
        Memory = paper is null || AgentFile.Parse(paper.AgentFile).File?.Memory is not { } memory
            ? null
            : new AgentMemoryModel(memory.CurrentTask, memory.RecentFiles, memory.RecentDecisions, memory.ProjectPatterns, memory.LearnedPreferences),
        Progress = paper?.Progress,
        CreatedAt = s.CreatedAt,
        EndedAt = s.EndedAt,
    };

    public static LearningModel Of(Learning l, string repository, string? warning = null) => new()
    {
        Id = l.Id.Value,
        Repository = repository,
        Kind = LearningWords.Of(l.Kind),
        Text = l.Text,
        Status = l.Status.ToString(),
        ProposedBy = l.ProposedBy,
        Run = l.RunId?.Value,
        CreatedAt = l.CreatedAt,
        DecidedBy = l.DecidedBy,
        DecidedAt = l.DecidedAt,
        Warning = warning,
    };
}
