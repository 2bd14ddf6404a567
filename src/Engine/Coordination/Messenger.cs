using System.Globalization;
using System.Text;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Secrets;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Coordination;

/// <summary>Sends and delivers messages between agents and people (design/agents.md, Messages; spec 3, Messaging).</summary>
public sealed class Messenger(IMessageStore messages, IAgentStore agents, IHeldSecrets secrets, RunEventBus bus, TimeProvider time) : IAgentInbox
{
    /// <summary>Characters of a message.</summary>
    public const int MaxBody = 32 * 1024;

    private const int MaxDelivered = 50;
    private const int MaxMinutes = 60 * 24 * 365;

    /// <summary>Checks and writes a message.</summary>
    public async Task<SendResult> SendAsync(MessageDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        List<InputFault> faults = [];
        var (kind, to) = await AddressAsync(draft.To, faults, cancellationToken);
        Check(draft, faults);
        RunId? run = EntityId.TryParse<RunId>(draft.Run, out var runId) ? runId : null;
        if (draft.Run is not null && run is null)
        {
            faults.Add(Fault("run", draft.Run, "the id of a run"));
        }

        var answered = EntityId.TryParse<MessageId>(draft.ReplyTo, out var first) ? await messages.FindAsync(first, cancellationToken) : null;
        if (draft.ReplyTo is not null && answered is null)
        {
            faults.Add(Fault("replyTo", draft.ReplyTo, "the id of a message"));
        }

        if (faults.Count > 0)
        {
            return new SendResult(null, faults);
        }

        if (draft.Id is { } given && await messages.FindAsync(given, cancellationToken) is { } sent)
        {
            return new SendResult(sent, []);
        }

        var id = draft.Id ?? EntityId.New<MessageId>();
        var now = time.GetUtcNow();
        var message = new Message
        {
            Id = id,
            From = draft.From,
            ToKind = kind,
            To = to,
            Type = draft.Type ?? (answered is { Type: "question" } ? "answer" : "note"),
            Priority = draft.Priority ?? 0,
            Body = await secrets.MaskAsync(draft.From, draft.Body!, cancellationToken),
            Thread = answered?.Thread ?? id,
            RunId = run ?? answered?.RunId,
            CreatedAt = now,
            ExpiresAt = draft.ExpiresInMinutes is { } minutes ? now + TimeSpan.FromMinutes(minutes) : null,
        };
        await messages.AddAsync(message, cancellationToken);
        bus.Publish(new Notice.MessagesChanged());
        return new SendResult(message, []);
    }

    /// <summary>Whose inbox this means: <c>people</c>, <c>everyone</c>, <c>role:ROLE</c> or the id of an agent; null when there is no such agent.</summary>
    public async Task<Recipient?> RecipientAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id switch
        {
            Recipient.People => Recipient.OfPeople,
            Recipient.Everyone => Recipient.OfEveryone,
            _ when RoleOf(id) is { } role => Recipient.OfRole(role),
            _ => await agents.FindAsync(id, cancellationToken) is { } agent ? new Recipient(agent.Id, agent.Role) : null,
        };
    }

    /// <summary>Roles that somebody has written to, in order.</summary>
    public Task<IReadOnlyList<string>> ListRolesAsync(CancellationToken cancellationToken) => messages.ListRolesAsync(cancellationToken);

    /// <summary>A message; null when there is none.</summary>
    public Task<Message?> FindAsync(MessageId id, CancellationToken cancellationToken) => messages.FindAsync(id, cancellationToken);

    /// <summary>All messages, newest first; of a conversation the newest, oldest first.</summary>
    public Task<IReadOnlyList<Message>> ListAsync(MessageId? thread, int limit, CancellationToken cancellationToken) => ListAsync(thread, before: null, limit, cancellationToken);

    /// <summary>The same, of those that are older than a message.</summary>
    public Task<IReadOnlyList<Message>> ListAsync(MessageId? thread, MessageId? before, int limit, CancellationToken cancellationToken) =>
        messages.ListAsync(thread, before, limit, cancellationToken);

    /// <summary>An inbox; null when there is no such agent.</summary>
    public Task<IReadOnlyList<InboxEntry>?> InboxAsync(string id, MessageStatus? status, int limit, CancellationToken cancellationToken) =>
        InboxAsync(id, status, before: null, limit, cancellationToken);

    /// <summary>The same, of what comes after a message.</summary>
    public async Task<IReadOnlyList<InboxEntry>?> InboxAsync(string id, MessageStatus? status, MessageId? before, int limit, CancellationToken cancellationToken) =>
        await RecipientAsync(id, cancellationToken) is { } recipient ? await messages.InboxAsync(recipient, status, before, limit, cancellationToken) : null;

    /// <summary>How many of an inbox are unread.</summary>
    public Task<int> CountUnreadAsync(Recipient recipient, CancellationToken cancellationToken) => messages.CountUnreadAsync(recipient, cancellationToken);

    /// <summary>Marks a message in one inbox; null when it is not there.</summary>
    public async Task<Message?> MarkAsync(MessageId id, string inbox, MessageStatus status, CancellationToken cancellationToken)
    {
        if (await RecipientAsync(inbox, cancellationToken) is not { } recipient || !await messages.MarkAsync(id, recipient, status, cancellationToken))
        {
            return null;
        }

        bus.Publish(new Notice.MessagesChanged());
        return await messages.FindAsync(id, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<string> TakeAsync(string agentId, string? role, StepRunId stepRun, CancellationToken cancellationToken)
    {
        if (await RecipientAsync(agentId, cancellationToken) is not { } recipient
            || await messages.TakeUnreadAsync(recipient with { StepRole = role }, stepRun, MaxDelivered, cancellationToken) is not { Count: > 0 } taken)
        {
            return "";
        }

        bus.Publish(new Notice.MessagesChanged());
        return AsText(taken);
    }

    /// <summary>Messages as a prompt carries them.</summary>
    public static string AsText(IReadOnlyList<Message> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var text = new StringBuilder();
        foreach (var message in messages)
        {
            text.Append(text.Length == 0 ? "" : "\n").Append(CultureInfo.InvariantCulture, $"- {message.Type} from {message.From} ({message.Id}): {message.Body}");
        }

        return text.ToString();
    }

    private static void Check(MessageDraft draft, List<InputFault> faults)
    {
        if (string.IsNullOrWhiteSpace(draft.Body) || draft.Body.Length > MaxBody)
        {
            faults.Add(Fault("body", draft.Body is null ? null : $"{draft.Body.Length} characters", $"a text of at most {MaxBody} characters"));
        }

        if (draft.Type is { } type && !AgentRules.IsSlug(type))
        {
            faults.Add(Fault("type", type, "note, question, answer, request, status, or another word of lower-case letters, digits, - and _"));
        }

        if (draft.Priority is < -100 or > 100)
        {
            faults.Add(Fault("priority", draft.Priority.Value.ToString(CultureInfo.InvariantCulture), "-100 to 100"));
        }

        if (draft.ExpiresInMinutes is < 1 or > MaxMinutes)
        {
            faults.Add(Fault("expiresInMinutes", draft.ExpiresInMinutes.Value.ToString(CultureInfo.InvariantCulture), $"1 to {MaxMinutes}"));
        }
    }

    private static string? RoleOf(string text) =>
        text.StartsWith(Recipient.RolePrefix, StringComparison.Ordinal) && text[Recipient.RolePrefix.Length..] is var role && AgentRules.IsSlug(role) ? role : null;

    private static InputFault Fault(string field, string? found, string allowed) =>
        new(field, found, allowed, found is null ? $"{field}: nothing was given, allowed is {allowed}." : $"{field}: found '{found}', allowed is {allowed}.");

    private async Task<(RecipientKind Kind, string To)> AddressAsync(string? to, List<InputFault> faults, CancellationToken cancellationToken)
    {
        switch (to)
        {
            case Recipient.Everyone:
                return (RecipientKind.Everyone, "");
            case Recipient.People:
                return (RecipientKind.People, "");
            case not null when RoleOf(to) is { } role:
                return (RecipientKind.Role, role);
            case not null when await agents.FindAsync(to, cancellationToken) is not null:
                return (RecipientKind.Agent, to);
            default:
                faults.Add(Fault("to", to, "the id of an agent, role:ROLE, everyone or people"));
                return default;
        }
    }
}
