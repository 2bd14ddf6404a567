namespace Signalbox.Dashboard.Api.Models;

/// <summary>Keeps a run from retention, or no longer.</summary>
/// <param name="Pinned">Default true.</param>
public sealed record PinBody(bool? Pinned);
