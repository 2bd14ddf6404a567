using Signalbox.Engine.Identity;
using Signalbox.Engine.Trust;

namespace Signalbox.Engine.Coordination;

/// <summary>Tells those whom a trust model names by a message: the agents of a role, or people.</summary>
public sealed class TrustNotices(Messenger messenger) : ITrustNotices
{
    /// <summary>Who such messages are from.</summary>
    public const string Sender = "trust";

    /// <inheritdoc/>
    public Task TellAsync(TrustNotify whom, string text, RunId run, string occasion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(whom);
        var draft = new MessageDraft
        {
            Id = EntityId.Of<MessageId>($"{Sender}\n{occasion}\n{whom.Role}\n{whom.Reason}"),
            From = Sender,
            To = whom.Role is TrustNotify.Human ? Recipient.People : Recipient.RolePrefix + whom.Role,
            Priority = 1,
            Body = text,
            Run = run.Value,
        };
        return messenger.SendAsync(draft, cancellationToken);
    }
}
