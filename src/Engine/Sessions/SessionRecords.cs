using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Sessions;

/// <summary>Sessions of agents as people and programs read them: nothing changes one but its run.</summary>
public sealed class SessionRecords(IAgentSessionStore sessions)
{
    /// <summary>Those of a run, oldest first, each with its files; null before they were first written.</summary>
    public async Task<IReadOnlyList<(AgentSession Session, SessionPaper? Paper)>> OfRunAsync(RunId run, CancellationToken cancellationToken) =>
        await WithPapersAsync(await sessions.ListAsync(run, cancellationToken), cancellationToken);

    /// <summary>Those of an agent, newest first and after another one in that order, each with its files; null before they were first written.</summary>
    public async Task<IReadOnlyList<(AgentSession Session, SessionPaper? Paper)>> OfAgentAsync(string agent, AgentSessionId? before, int limit, CancellationToken cancellationToken) =>
        await WithPapersAsync(await sessions.ListOfAgentAsync(agent, before, limit, cancellationToken), cancellationToken);

    /// <summary>One; null when there is none.</summary>
    public Task<AgentSession?> FindAsync(AgentSessionId id, CancellationToken cancellationToken) => sessions.FindAsync(id, cancellationToken);

    private async Task<IReadOnlyList<(AgentSession Session, SessionPaper? Paper)>> WithPapersAsync(IReadOnlyList<AgentSession> found, CancellationToken cancellationToken)
    {
        var papers = (await sessions.ListPapersAsync([.. found.Select(s => s.Id)], cancellationToken)).ToDictionary(p => p.SessionId);
        return [.. found.Select(s => (s, papers.GetValueOrDefault(s.Id)))];
    }
}
