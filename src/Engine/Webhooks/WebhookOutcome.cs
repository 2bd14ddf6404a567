namespace Signalbox.Engine.Webhooks;

/// <summary>What came of sending a webhook.</summary>
/// <param name="Fault">Why it was not taken, as a clause; null: it was.</param>
/// <param name="Retryable">Whether another try may do better.</param>
public sealed record WebhookOutcome(string? Fault, bool Retryable);
