using System.Globalization;
using Microsoft.AspNetCore.Components;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;

namespace Signalbox.Dashboard.Components.Messages;

/// <summary>What agents and people tell each other: an inbox, and the conversation that is open.</summary>
public sealed partial class MessagesPage
{
    private const int Shown = 100;
    private MessagesUrl _url = new();
    private IReadOnlyList<RegisteredAgent> _agents = [];
    private IReadOnlyList<string> _roles = [];
    private IReadOnlyList<InboxEntry>? _entries;
    private IReadOnlyList<Message> _thread = [];
    private string? _missing;

    [Inject]
    private Messenger Messages { get; set; } = null!;

    [Inject]
    private AgentRegistry Registry { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromQuery]
    private string? Inbox { get; set; }

    [SupplyParameterFromQuery]
    private string? Thread { get; set; }

    [SupplyParameterFromQuery]
    private bool? Archived { get; set; }

    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromMilliseconds(250);

    private bool IsOfAgent => _url.Inbox is not (Recipient.People or MessagesUrl.All);

    /// <summary>Whose there are beside that of people: everyone's, those of roles that agents have or somebody wrote to, and the agents' own.</summary>
    private IEnumerable<string> Inboxes =>
    [
        Recipient.Everyone,
        .. _roles.Concat(_agents.Select(a => a.Role)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(role => Recipient.OfRole(role).Id),
        .. _agents.Select(a => a.Id),
    ];

    private string Summary => _entries!.Count(e => e.Status == MessageStatus.Unread) is var unread && _url.Inbox is MessagesUrl.All
        ? string.Create(CultureInfo.InvariantCulture, $"the last {_entries!.Count}, whoever they are for")
        : _url.Archived ? string.Create(CultureInfo.InvariantCulture, $"{_entries!.Count} archived")
        : unread == 0 ? "nothing is unread" : string.Create(CultureInfo.InvariantCulture, $"{unread} unread");

    /// <summary>People put away what is theirs; what is an agent's is the agent's.</summary>
    private bool CanArchive => _entries!.Any(e => _url.Inbox is Recipient.People && string.Equals(e.Message.Thread.Value, _url.Thread, StringComparison.Ordinal));

    private string AnswerTo => _thread.LastOrDefault(m => IsAgent(m.From)) is { } said ? MessageWords.AnswerTo(said, isFromAgent: true) : MessageWords.AnswerTo(_thread[^1], isFromAgent: false);

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => notice is Notice.MessagesChanged or Notice.AgentsChanged;

    /// <inheritdoc/>
    protected override void OnParametersSet() => _url = MessagesUrl.Read(Inbox, Thread, Archived);

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _agents = await Registry.ListAsync(cancellationToken);
        _roles = await Messages.ListRolesAsync(cancellationToken);
        _thread = EntityId.TryParse<MessageId>(_url.Thread, out var thread) ? await Messages.ListAsync(thread, Shown, cancellationToken) : [];
        var inbox = _url.Inbox is MessagesUrl.All
            ? [.. (await Messages.ListAsync(null, Shown, cancellationToken)).Select(m => new InboxEntry(m, MessageStatus.Read))]
            : await Messages.InboxAsync(_url.Inbox, _url.Archived ? MessageStatus.Archived : null, Shown, cancellationToken);
        _missing = inbox is null ? $"There is no agent {_url.Inbox}" : null;
        _entries = inbox ?? [];
        if (_url.Inbox is Recipient.People && RendererInfo.IsInteractive)
        {
            _entries = await ReadOpenAsync(_entries, cancellationToken);
        }
    }

    /// <summary>What is open before somebody is read.</summary>
    private async Task<IReadOnlyList<InboxEntry>> ReadOpenAsync(IReadOnlyList<InboxEntry> entries, CancellationToken cancellationToken)
    {
        var read = new List<InboxEntry>(entries.Count);
        foreach (var entry in entries)
        {
            var isOpened = entry.Status == MessageStatus.Unread && string.Equals(entry.Message.Thread.Value, _url.Thread, StringComparison.Ordinal);
            if (isOpened)
            {
                await Messages.MarkAsync(entry.Message.Id, Recipient.People, MessageStatus.Read, cancellationToken);
            }

            read.Add(isOpened ? entry with { Status = MessageStatus.Read } : entry);
        }

        return read;
    }

    private bool IsAgent(string id) => _agents.Any(a => string.Equals(a.Id, id, StringComparison.Ordinal));

    /// <summary>Puts the conversation away; one that is put away comes back as read.</summary>
    private async Task ArchiveAsync()
    {
        foreach (var entry in _entries!.Where(e => string.Equals(e.Message.Thread.Value, _url.Thread, StringComparison.Ordinal)))
        {
            await Messages.MarkAsync(entry.Message.Id, Recipient.People, _url.Archived ? MessageStatus.Read : MessageStatus.Archived, CancellationToken.None);
        }

        Navigation.NavigateTo((_url with { Thread = null }).ToHref());
    }
}
