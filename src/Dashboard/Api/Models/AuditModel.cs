using System.Text.Json;

namespace Signalbox.Dashboard.Api.Models;

/// <summary>A change of state by a person or a token.</summary>
public sealed record AuditModel
{
    public required string Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Who { get; init; }

    /// <summary><c>Browser</c>, <c>CommandLine</c>, <c>Api</c> or <c>Server</c>.</summary>
    public required string Via { get; init; }

    public string? Address { get; init; }

    public required string Action { get; init; }

    public required string Target { get; init; }

    /// <summary>What was; the beginning of its text where it is long.</summary>
    public JsonElement? Before { get; init; }

    /// <summary>What is; the beginning of its text where it is long.</summary>
    public JsonElement? After { get; init; }
}
