using Signalbox.Engine.Identity;
using Signalbox.Engine.Sessions;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution.Sessions;

/// <summary>What a session's files are to say, as it was at one commit of the run: the run goes on while they are written.</summary>
internal sealed record SessionFacts
{
    /// <summary>The session, a copy.</summary>
    public required AgentSession Session { get; init; }

    public required string RunKey { get; init; }

    /// <summary>The repository in which the session is at work: its step's.</summary>
    public required RepositoryId RepositoryId { get; init; }

    /// <summary>Absolute path of the workspace in it; null before there is one.</summary>
    public required string? Workspace { get; init; }

    /// <summary>Absolute path of the workspace in which an attempt of the session has just ended; null: none has.</summary>
    public required string? Left { get; init; }

    /// <summary>The run's workspaces, in the order of the repositories.</summary>
    public required IReadOnlyList<SessionPlace> Places { get; init; }

    /// <summary>The newest visit of each step of the session's role and feature, in the order of the workflow.</summary>
    public required IReadOnlyList<SessionStep> Steps { get; init; }

    /// <summary>Step run to which questions belong; null when none of the session's has begun.</summary>
    public required StepRunId? StepRunId { get; init; }

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
            .Where(s => string.Equals(AgentSessions.RoleOf(s.Definition, s.Latest.Agent), session.Role, StringComparison.Ordinal)
                && string.Equals(StepFeature.OrWorkflow(s.Definition, workflow, state.Run), session.Feature, StringComparison.Ordinal)).ToList() ?? [];
        var own = steps.FirstOrDefault(s => session.IsAt(s.Definition.Id)).Latest;
        var repository = own is null ? state.Repository : state.RepositoryOf(own);
        var ended = changes.Attempts.LastOrDefault(a => a.Status != AttemptStatus.Running && steps.Exists(s => s.Latest.Id == a.StepRunId));
        var kept = changes.Checkpoints.LastOrDefault(c => c.AttemptId is not null);
        return new SessionFacts
        {
            Session = session.Copy(),
            RunKey = state.Run.Key,
            RepositoryId = repository.Id,
            Workspace = state.WorkspaceIn(repository)?.Path,
            Left = ended is null ? null : state.WorkspaceOf(steps.First(s => s.Latest.Id == ended.StepRunId).Latest)?.Path,
            Places =
            [
                .. state.Repositories.Select(r => (Name: state.Run.Repositories.Count == 0 ? null : state.NameOf(r), Place: state.WorkspaceIn(r), Commit: kept is null ? null : state.CommitIn(kept, r)))
                    .Where(p => p.Place is not null).Select(p => new SessionPlace(p.Name, p.Place!.Path, p.Place.BaseCommit, p.Commit)),
            ],
            Steps = [.. steps.Select(s => new SessionStep(s.Definition.Id, s.Definition.Name, s.Latest.Status, s.Latest.StatusReason))],
            StepRunId = own?.Id,
            SecretNames = [.. state.Attempts.SelectMany(a => a.SecretNames).Distinct(StringComparer.Ordinal)],
            Happened = [.. changes.Events.Where(e => e.StepRunId is { } id && steps.Exists(s => s.Latest.Id == id)).Select(e => e.Message), .. said],
            Time = now,
        };
    }
}
