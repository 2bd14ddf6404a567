namespace Signalbox.Persistence;

/// <summary>An answer as sent.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">Type of the body; null when it has none.</param>
/// <param name="Location">Address of what was made; null when there is none.</param>
/// <param name="Body">The body; null when it was longer than <see cref="IIdempotencyStore.MaxBodyBytes"/> and was not kept.</param>
public sealed record IdempotencyAnswer(int Status, string? ContentType, string? Location, byte[]? Body);
