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

    private IEnumerable<InputFault> Faults(string field) => _faults.Where(f => string.Equals(f.Field, field, StringComparison.Ordinal));

    private async Task SendAsync()
    {
        if (_busy || await Desk.ActorAsync(Authentication) is not { } actor)
        {
            return;
        }

        _busy = true;
        try
        {
            var result = await Messages.SendAsync(new MessageDraft { From = actor, To = To ?? _to, Body = _body, ReplyTo = ReplyTo }, CancellationToken.None);
            _faults = result.Invalid;
            if (result.Message is { } sent)
            {
                _body = null;
                await OnSent.InvokeAsync(sent);
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
