namespace Signalbox.Engine.Webhooks;

/// <summary>Where webhooks are sent.</summary>
/// <param name="Address">The one address.</param>
/// <param name="SecretName">Name of the configured secret that they are signed with.</param>
public sealed record WebhookTarget(Uri Address, string SecretName);
