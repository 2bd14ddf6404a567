namespace Signalbox.Dashboard.Api.Models;

/// <summary>An agent.</summary>
public sealed record AgentModel
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Provider { get; init; }

    public required IReadOnlyList<string> Capabilities { get; init; }

    public required string Status { get; init; }

    public required string StatusReason { get; init; }

    public string? Program { get; init; }

    public string? Version { get; init; }

    public DateTimeOffset? LastHealthCheck { get; init; }
}
