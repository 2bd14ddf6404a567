namespace Signalbox.Dashboard.Api.Models;

/// <summary>An agent.</summary>
public sealed record AgentModel
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Provider { get; init; }

    /// <summary>How it does its work.</summary>
    public required string Kind { get; init; }

    /// <summary>How it came to be known.</summary>
    public required string Source { get; init; }

    public string? Model { get; init; }

    public required string Role { get; init; }

    /// <summary>Settings; secrets as references only.</summary>
    public required IReadOnlyDictionary<string, string> Config { get; init; }

    /// <summary>Steps that it may hold at once; null: no limit of its own.</summary>
    public int? Capacity { get; init; }

    public required IReadOnlyList<string> Capabilities { get; init; }

    public required string Status { get; init; }

    public required string StatusReason { get; init; }

    public string? Program { get; init; }

    public string? Version { get; init; }

    public DateTimeOffset? LastHealthCheck { get; init; }

    /// <summary>When its worker was last heard of; null for an agent that sends none.</summary>
    public DateTimeOffset? LastHeartbeat { get; init; }

    /// <summary>What the last check found wrong.</summary>
    public string? LastError { get; init; }

    /// <summary>Steps that it is at work on: a worker's claims, or what the server does with it.</summary>
    public IReadOnlyList<CurrentStepModel> CurrentSteps { get; init; } = [];

    /// <summary>What its attempts of the last days cost.</summary>
    public AgentCostModel? Cost { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}
