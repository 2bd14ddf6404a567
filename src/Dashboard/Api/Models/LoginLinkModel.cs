namespace Signalbox.Dashboard.Api.Models;

/// <summary>A one-time sign-in link.</summary>
public sealed record LoginLinkModel(string Url, DateTimeOffset ExpiresAt);
