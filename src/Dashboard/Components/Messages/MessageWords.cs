using Signalbox.Engine.Coordination;

namespace Signalbox.Dashboard.Components.Messages;

/// <summary>What is said of a message in words.</summary>
public static class MessageWords
{
    /// <summary>Who it is for.</summary>
    public static string To(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.ToKind switch
        {
            RecipientKind.Agent => message.To,
            RecipientKind.Role => $"every {message.To}",
            RecipientKind.Everyone => "every agent",
            RecipientKind.People => "people",
        };
    }

    /// <summary>To whom an answer goes: to who wrote it, or to whom the person wrote before.</summary>
    /// <param name="message">The message that is answered.</param>
    /// <param name="isFromAgent">Whether an agent wrote it.</param>
    public static string AnswerTo(Message message, bool isFromAgent)
    {
        ArgumentNullException.ThrowIfNull(message);
        return isFromAgent ? message.From : message.ToKind switch
        {
            RecipientKind.Agent => message.To,
            RecipientKind.Role => $"role:{message.To}",
            RecipientKind.Everyone => "everyone",
            RecipientKind.People => Recipient.People,
        };
    }
}
