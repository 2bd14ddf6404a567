using Microsoft.Extensions.DependencyInjection;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Learnings;
using Signalbox.Engine.Sessions;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Dashboard.Hosting;

/// <summary>Sessions and learnings in memory.</summary>
internal sealed class FakeSessions(FakeWorkspaces repositories) : IAgentSessionStore, ILearningStore
{
    public List<AgentSession> Sessions { get; } = [];

    public List<SessionPaper> Papers { get; } = [];

    public List<Learning> Learnings { get; } = [];

    public List<Repository> Repositories => repositories.Known;

    public void Register(IServiceCollection services, RunEventBus bus)
    {
        services.AddSingleton<IAgentSessionStore>(this);
        services.AddSingleton(new SessionRecords(this));
        services.AddSingleton(new LearningDesk(this, repositories, new NobodysSecrets(), bus, TimeProvider.System));
    }

    Task<IReadOnlyList<AgentSession>> IAgentSessionStore.ListAsync(RunId run, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AgentSession>>([.. Sessions.Where(s => s.RunId == run)]);

    public Task<IReadOnlyList<AgentSession>> ListOfAgentAsync(string agent, AgentSessionId? before, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AgentSession>>([.. Sessions.Where(s => string.Equals(s.Agent, agent, StringComparison.Ordinal) && IsBefore(Sessions, s, Sessions.Find(l => l.Id == before))).Reverse().Take(limit)]);

    public Task<AgentSession?> FindAsync(AgentSessionId id, CancellationToken cancellationToken) => Task.FromResult(Sessions.Find(s => s.Id == id));

    public Task<IReadOnlyList<SessionPaper>> ListPapersAsync(IReadOnlyCollection<AgentSessionId> sessions, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SessionPaper>>([.. Papers.Where(p => sessions.Contains(p.SessionId))]);

    public Task<SessionPaper?> FindLatestPaperAsync(RepositoryId repository, string feature, string role, CancellationToken cancellationToken) => Task.FromResult(Papers.LastOrDefault());

    public Task<IReadOnlyList<SessionPaper>> ListPastAsync(RepositoryId repository, string feature, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SessionPaper>>([.. Papers.Take(limit)]);

    public Task<SessionPaper> AddPaperAsync(SessionPaper paper, CancellationToken cancellationToken) => Task.FromResult(paper);

    public Task<int> AddAsync(IReadOnlyList<Learning> learnings, CancellationToken cancellationToken)
    {
        Learnings.AddRange(learnings);
        return Task.FromResult(learnings.Count);
    }

    Task<IReadOnlyList<Learning>> ILearningStore.ListAsync(RepositoryId? repository, LearningKind? kind, LearningStatus? status, LearningId? before, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Learning>>(
            [.. Learnings.AsEnumerable().Reverse().Where(l => (repository is null || l.RepositoryId == repository) && (kind is null || l.Kind == kind) && (status is null || l.Status == status) && IsBefore(Learnings, l, Learnings.Find(o => o.Id == before))).Take(limit)]);

    public Task<Learning?> FindAsync(LearningId id, CancellationToken cancellationToken) => Task.FromResult(Learnings.Find(l => l.Id == id));

    public Task<Learning?> FindAsync(RepositoryId repository, LearningKind kind, string textHash, CancellationToken cancellationToken) =>
        Task.FromResult(Learnings.Find(l => l.RepositoryId == repository && l.Kind == kind && string.Equals(l.TextHash, textHash, StringComparison.Ordinal)));

    public Task<bool> DecideAsync(Learning learning, LearningStatus from, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<int> CountProposedAsync(CancellationToken cancellationToken) => Task.FromResult(Learnings.Count(l => l.Status == LearningStatus.Proposed));

    private static bool IsBefore<T>(List<T> all, T one, T? last)
        where T : class => last is null || all.IndexOf(one) < all.IndexOf(last);
}
