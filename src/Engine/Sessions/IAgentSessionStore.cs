using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Sessions;

/// <summary>Reads the sessions of agents. They are written with their run, in its transactions.</summary>
public interface IAgentSessionStore
{
    /// <summary>Those of a run, oldest first.</summary>
    Task<IReadOnlyList<AgentSession>> ListAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Those of an agent, newest first; those that come after another one in that order. Empty when there is no such one.</summary>
    Task<IReadOnlyList<AgentSession>> ListOfAgentAsync(string agent, AgentSessionId? before, int limit, CancellationToken cancellationToken);

    /// <summary>One; null when there is none.</summary>
    Task<AgentSession?> FindAsync(AgentSessionId id, CancellationToken cancellationToken);

    /// <summary>Files of sessions.</summary>
    Task<IReadOnlyList<SessionPaper>> ListPapersAsync(IReadOnlyCollection<AgentSessionId> sessions, CancellationToken cancellationToken);

    /// <summary>The files that were written last of a feature and role; null when there are none.</summary>
    Task<SessionPaper?> FindLatestPaperAsync(RepositoryId repository, string feature, string role, CancellationToken cancellationToken);

    /// <summary>The files of the newest sessions of a feature, newest first.</summary>
    Task<IReadOnlyList<SessionPaper>> ListPastAsync(RepositoryId repository, string feature, int limit, CancellationToken cancellationToken);

    /// <summary>The first number that no session of the feature has on that day: it is this session's from now on.</summary>
    Task<SessionPaper> AddPaperAsync(SessionPaper paper, CancellationToken cancellationToken);
}
