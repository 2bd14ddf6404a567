using Signalbox.Engine.Identity;
using Signalbox.Engine.Sessions;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs;

/// <summary>What a session's files are to say, as it was at one commit of the run: the run goes on while they are written.</summary>
internal sealed record SessionFacts
{
    /// <summary>The session, a copy.</summary>
    public required AgentSession Session { get; init; }

    public required string RunKey { get; init; }

    /// <summary>Absolute path of the workspace; null before there is one.</summary>
    public required string? Workspace { get; init; }

    /// <summary>The newest visit of each step of the session's role, in the order of the workflow.</summary>
    public required IReadOnlyList<SessionStep> Steps { get; init; }

    /// <summary>Step run to which questions belong; null when none of the session's has begun.</summary>
    public required StepRunId? StepRunId { get; init; }

    /// <summary>Newest commit of the workspace; null when no file can have changed.</summary>
    public required string? Commit { get; init; }

    /// <summary>Names of the secrets that agents of this run were given.</summary>
    public required IReadOnlyList<string> SecretNames { get; init; }

    /// <summary>What happened, in words.</summary>
    public required IReadOnlyList<string> Happened { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>What they are at a transaction of the run.</summary>
    /// <param name="session">The session.</param>
    /// <param name="state">Its run.</param>
    /// <param name="workflow">The run's workflow; null where it cannot be read any more.</param>
    /// <param name="changes">What is written.</param>
    /// <param name="said">What happened to the session itself.</param>
    /// <param name="now">The time.</param>
    public static SessionFacts Of(AgentSession session, RunState state, WorkflowDefinition? workflow, RunChanges changes, IReadOnlyList<string> said, DateTimeOffset now)
    {
        var steps = workflow?.Steps.Where(s => s.Kind == StepKind.Agent).Select(s => (Definition: s, Latest: state.Latest(s.Id)!))
            .Where(s => string.Equals(AgentSessions.RoleOf(s.Definition, s.Latest.Agent), session.Role, StringComparison.Ordinal)).ToList() ?? [];
        return new SessionFacts
        {
            Session = session.Copy(),
            RunKey = state.Run.Key,
            Workspace = state.Workspace?.Path,
            Steps = [.. steps.Select(s => new SessionStep(s.Definition.Id, s.Definition.Name, s.Latest.Status, s.Latest.StatusReason))],
            StepRunId = steps.FirstOrDefault(s => session.IsAt(s.Definition.Id)).Latest?.Id,
            Commit = changes.Checkpoints.LastOrDefault(c => c.AttemptId is not null)?.Commit,
            SecretNames = [.. state.Attempts.SelectMany(a => a.SecretNames).Distinct(StringComparer.Ordinal)],
            Happened = [.. changes.Events.Where(e => e.StepRunId is { } id && steps.Exists(s => s.Latest.Id == id)).Select(e => e.Message), .. said],
            Time = now,
        };
    }
}
