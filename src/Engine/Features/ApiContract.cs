namespace Signalbox.Engine.Features;

/// <summary>What the feature offers over HTTP.</summary>
/// <param name="Endpoint">Path.</param>
/// <param name="Method">Method, as written.</param>
/// <param name="Request">The request as JSON; null when none was written.</param>
/// <param name="Responses">The responses as JSON; null when none were written.</param>
public sealed record ApiContract(string? Endpoint, string? Method, string? Request, string? Responses);
