namespace Signalbox.Dashboard.Cli;

/// <summary>Where the requests of a command go.</summary>
/// <param name="Url">The server.</param>
/// <param name="Token">What it gets to see; null: none.</param>
internal sealed record ServerTarget(Uri Url, string? Token);
