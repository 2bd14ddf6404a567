using Signalbox.Engine.Secrets;

namespace Signalbox.Dashboard.Api;

/// <summary>What requests to start runs are signed with (<c>Webhooks:Secret</c>).</summary>
/// <param name="SecretName">Name of the configured secret; null: no webhook is taken.</param>
/// <param name="Secrets">The secrets.</param>
internal sealed record InboundHooks(string? SecretName, ISecretCatalog Secrets);
