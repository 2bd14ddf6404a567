using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Components.Messages;

/// <summary>A person writes to an agent, a role or everyone. The engine alone judges it; faults stand beside their field.</summary>
public sealed partial class MessageForm
{
    private static int _made;
    private readonly string _scope = $"message-{Interlocked.Increment(ref _made)}";
    private IReadOnlyList<InputFault> _faults = [];
    private string? _to;
    private string? _body;
    private string? _type;
    private string? _priority;
    private string? _expires;
    private bool _busy;

    /// <summary>Who it is for; null lets the person say it.</summary>
    [Parameter]
    public string? To { get; set; }

    /// <summary>Agents to choose from.</summary>
    [Parameter]
    public IReadOnlyList<string> Agents { get; set; } = [];

    /// <summary>Id of the message that is answered; null begins a conversation.</summary>
    [Parameter]
    public string? ReplyTo { get; set; }

    /// <summary>What the field is called.</summary>
    [Parameter]
    public string Label { get; set; } = "Message";

    /// <summary>Called with what was sent.</summary>
    [Parameter]
    public EventCallback<Message> OnSent { get; set; }

    [Inject]
    private Messenger Messages { get; set; } = null!;

    [Inject]
    private OrderDesk Desk { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    private bool HasMoreFaults => _faults.Any(f => f.Field is "type" or "priority" or "expiresInMinutes");

    private IEnumerable<InputFault> Faults(string field) => _faults.Where(f => string.Equals(f.Field, field, StringComparison.Ordinal));

    private static int? Number(string field, string? text, List<InputFault> unread)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        unread.Add(new InputFault(field, text, "a whole number", $"{field}: found '{text}', allowed is a whole number."));
        return null;
    }

    private async Task SendAsync()
    {
        if (_busy || await Desk.ActorAsync(Authentication) is not { } actor)
        {
            return;
        }

        _busy = true;
        try
        {
            List<InputFault> unread = [];
            var draft = new MessageDraft
            {
                From = actor,
                To = To ?? _to,
                Body = _body,
                ReplyTo = ReplyTo,
                Type = string.IsNullOrWhiteSpace(_type) ? null : _type.Trim(),
                Priority = Number("priority", _priority, unread),
                ExpiresInMinutes = Number("expiresInMinutes", _expires, unread),
            };
            if (unread.Count > 0)
            {
                _faults = unread;
                return;
            }

            var result = await Messages.SendAsync(draft, CancellationToken.None);
            _faults = result.Invalid;
            if (result.Message is { } sent)
            {
                _body = _type = _priority = _expires = null;
                await OnSent.InvokeAsync(sent);
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
