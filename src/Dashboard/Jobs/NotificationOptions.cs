using Signalbox.Engine.Webhooks;

namespace Signalbox.Dashboard.Jobs;

/// <summary>Who is told of what happens.</summary>
/// <param name="Target">The address; null: nobody is.</param>
internal sealed record NotificationOptions(WebhookTarget? Target);
