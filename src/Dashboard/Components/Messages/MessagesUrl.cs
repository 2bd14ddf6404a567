using Signalbox.Engine.Coordination;

namespace Signalbox.Dashboard.Components.Messages;

/// <summary>Where a person is on the messages' page, as its URL carries it.</summary>
public sealed record MessagesUrl
{
    /// <summary>Value of <see cref="Inbox"/> that shows every message, whoever it is for.</summary>
    public const string All = "all";

    /// <summary>Whose inbox: an agent's id, <see cref="Recipient.People"/>, or <see cref="All"/>.</summary>
    public string Inbox { get; init; } = Recipient.People;

    /// <summary>Id of the first message of the conversation that is open; null: none.</summary>
    public string? Thread { get; init; }

    /// <summary>What was put away is shown in place of the rest.</summary>
    public bool Archived { get; init; }

    /// <summary>Reads a URL's parts; what is not there falls back. Nothing is put away from all inboxes at once.</summary>
    public static MessagesUrl Read(string? inbox, string? thread, bool? archived) => new()
    {
        Archived = archived is true && !string.Equals(inbox, All, StringComparison.Ordinal),
        Inbox = string.IsNullOrEmpty(inbox) ? Recipient.People : inbox,
        Thread = string.IsNullOrEmpty(thread) ? null : thread,
    };

    /// <summary>The address of this place.</summary>
    public string ToHref()
    {
        var parts = new (string Name, string? Value)[] { ("inbox", string.Equals(Inbox, Recipient.People, StringComparison.Ordinal) ? null : Inbox), ("archived", Archived ? "true" : null), ("thread", Thread) };
        var query = string.Join('&', parts.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
        return $"messages{(query.Length == 0 ? "" : "?" + query)}";
    }
}
