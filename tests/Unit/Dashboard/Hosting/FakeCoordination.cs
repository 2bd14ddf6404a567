using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Processes;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Dashboard.Hosting;

/// <summary>A registry and inboxes in memory, and a pool in which nothing waits.</summary>
internal sealed class FakeCoordination : IAgentStore, IClaimStore, IMessageStore, IAgentActivityStore
{
    private readonly ConcurrentDictionary<string, RegisteredAgent> _agents = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(MessageId Id, string Inbox), MessageStatus> _marks = new();
    private readonly ConcurrentQueue<Message> _messages = new();
    private readonly ConcurrentQueue<AgentChange> _changes = new();

    /// <summary>What agents are at work on.</summary>
    public List<AgentStep> Steps { get; } = [];

    /// <summary>What they cost.</summary>
    public Dictionary<string, AgentCost> Costs { get; } = new(StringComparer.Ordinal);
    /// <summary>What workers hold, as the test says.</summary>
    public ConcurrentBag<StepClaim> Held { get; } = [];

    public void Register(IServiceCollection services, IAgentCatalog machine, IRunQueries runs, RunEventBus bus)
    {
        var signals = new ClaimSignals();
        var directory = new AgentDirectory(machine, this, this, signals, null!, TimeProvider.System);

        // Nothing is ever claimed here, so that nothing of the engine is asked for.
        var pool = new WorkPool(this, this, this, runs, null!, signals, new ProcessLimits());
        services.AddSingleton(pool);
        services.AddSingleton(new AgentActivities(this, this, TimeProvider.System));
        services.AddSingleton(new Messenger(this, this, new NobodysSecrets(), bus, TimeProvider.System));
        var rules = new AgentRules(new AgentRulesOptions(), _ => null);
        services.AddSingleton(rules);
        services.AddSingleton(new AgentRegistry(this, directory, rules, pool, bus, TimeProvider.System));
    }

    public Task<IReadOnlyList<RegisteredAgent>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RegisteredAgent>>([.. _agents.Values.OrderBy(a => a.Id, StringComparer.Ordinal)]);

    public Task<RegisteredAgent?> FindAsync(string id, CancellationToken cancellationToken) => Task.FromResult(_agents.GetValueOrDefault(id));

    public Task<bool> AddAsync(RegisteredAgent agent, IReadOnlyList<AgentChange> changes, CancellationToken cancellationToken)
    {
        Keep(changes);
        return Task.FromResult(_agents.TryAdd(agent.Id, agent));
    }

    public Task<(RegisteredAgent Agent, IReadOnlyList<AgentChange> Changes)?> ChangeAsync(
        string id, Func<RegisteredAgent, IReadOnlyList<AgentChange>?> change, CancellationToken cancellationToken)
    {
        if (!_agents.TryGetValue(id, out var agent))
        {
            return Task.FromResult<(RegisteredAgent Agent, IReadOnlyList<AgentChange> Changes)?>(null);
        }

        var changes = change(agent) ?? [];
        Keep(changes);
        return Task.FromResult<(RegisteredAgent Agent, IReadOnlyList<AgentChange> Changes)?>((agent, changes));
    }

    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) => Task.FromResult(_agents.TryRemove(id, out _));

    public Task<IReadOnlyList<string>> ListSilentAsync(DateTimeOffset before, IReadOnlyCollection<AgentStatus> statuses, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. _agents.Values.Where(a => a.LastHeartbeat < before && statuses.Contains(a.Status)).Select(a => a.Id)]);

    public Task<IReadOnlyList<AgentChange>> ListChangesAsync(string id, long? before, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AgentChange>>([.. _changes.Where(c => string.Equals(c.AgentId, id, StringComparison.Ordinal) && (before is null || c.Sequence < before)).Reverse().Take(limit)]);

    public Task<ClaimWrite?> TryClaimAsync(string agentId, CancellationToken cancellationToken) => Task.FromResult<ClaimWrite?>(null);

    public Task<ClaimWrite> WriteAsync(StepRunId stepRun, Lease lease, ClaimUpdate update, CancellationToken cancellationToken) => NoClaim();

    public Task<ClaimWrite> AssignAsync(StepRunId stepRun, string? agentId, string by, CancellationToken cancellationToken) => NoClaim();

    public Task<IReadOnlyList<ClaimWrite>> ReturnAllAsync(string agentId, string reason, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ClaimWrite>>([]);

    public Task WithdrawAsync(AttemptId attempt, string reason, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<StepClaim?> GetAsync(AttemptId attempt, CancellationToken cancellationToken) => Task.FromResult<StepClaim?>(null);

    public Task<StepClaim?> FindAsync(StepRunId stepRun, CancellationToken cancellationToken) => Task.FromResult<StepClaim?>(null);

    public Task<IReadOnlyList<StepClaim>> ListHeldAsync(string? agentId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StepClaim>>([.. Held.Where(c => agentId is null || string.Equals(c.AgentId, agentId, StringComparison.Ordinal))]);

    public Task<IReadOnlyList<AgentStep>> ListStepsAsync(string? agentId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AgentStep>>([.. Steps.Where(s => agentId is null || string.Equals(s.Agent, agentId, StringComparison.Ordinal))]);

    public Task<IReadOnlyDictionary<string, AgentCost>> SumCostsAsync(DateTimeOffset since, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyDictionary<string, AgentCost>>(Costs);

    public Task<IReadOnlyList<StepClaim>> ListOpenAsync(int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<StepClaim>>([]);

    public Task AddAsync(Message message, CancellationToken cancellationToken)
    {
        _messages.Enqueue(message);
        return Task.CompletedTask;
    }

    public Task<Message?> FindAsync(MessageId id, CancellationToken cancellationToken) => Task.FromResult(_messages.FirstOrDefault(m => m.Id == id));

    public Task<IReadOnlyList<InboxEntry>> InboxAsync(Recipient recipient, MessageStatus? status, MessageId? before, int limit, CancellationToken cancellationToken)
    {
        var entries = Inbox(recipient).Where(e => status is null ? e.Status != MessageStatus.Archived : e.Status == status);
        return Task.FromResult<IReadOnlyList<InboxEntry>>([.. (before is { } id ? entries.SkipWhile(e => e.Message.Id != id).Skip(1) : entries).Take(limit)]);
    }

    public Task<IReadOnlyList<string>> ListRolesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. _messages.Where(m => m.ToKind == RecipientKind.Role).Select(m => m.To).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    public Task<int> CountUnreadAsync(Recipient recipient, CancellationToken cancellationToken) =>
        Task.FromResult(Inbox(recipient).Count(e => e.Status == MessageStatus.Unread));

    public Task<IReadOnlyList<Message>> TakeUnreadAsync(Recipient recipient, StepRunId stepRun, int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Message>>([]);

    public Task<bool> MarkAsync(MessageId id, Recipient recipient, MessageStatus status, CancellationToken cancellationToken)
    {
        var isThere = Inbox(recipient).Any(e => e.Message.Id == id);
        if (isThere)
        {
            _marks[(id, recipient.Id)] = status;
        }

        return Task.FromResult(isThere);
    }

    public Task<IReadOnlyList<Message>> ListAsync(MessageId? thread, MessageId? before, int limit, CancellationToken cancellationToken)
    {
        var newest = _messages.Where(m => thread is null || m.Thread == thread).TakeWhile(m => m.Id != before).TakeLast(limit);
        return Task.FromResult<IReadOnlyList<Message>>([.. thread is null ? newest.Reverse() : newest]);
    }

    private static Task<ClaimWrite> NoClaim() => Task.FromResult(new ClaimWrite(null, Taken: false, [], null));

    private IEnumerable<InboxEntry> Inbox(Recipient recipient) => _messages.Reverse()
        .Where(m => recipient.Kind switch
        {
            RecipientKind.People or RecipientKind.Everyone => m.ToKind == recipient.Kind,
            RecipientKind.Role => m.ToKind == RecipientKind.Role && string.Equals(m.To, recipient.Role, StringComparison.Ordinal),
            RecipientKind.Agent => m.ToKind == RecipientKind.Everyone || string.Equals(m.To, recipient.Id, StringComparison.Ordinal),
        })
        .Select(m => new InboxEntry(m, _marks.GetValueOrDefault((m.Id, recipient.Id))));

    private void Keep(IReadOnlyList<AgentChange> changes)
    {
        foreach (var change in changes)
        {
            _changes.Enqueue(change);
        }
    }
}
