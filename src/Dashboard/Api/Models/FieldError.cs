using System.Text.Json.Serialization;

namespace Signalbox.Dashboard.Api.Models;

/// <summary>One fault of a request.</summary>
/// <param name="Field">Its field.</param>
/// <param name="Found">What was given; null when nothing was.</param>
/// <param name="Allowed">What would be accepted.</param>
/// <param name="Message">One clear sentence.</param>
public sealed record FieldError(string Field, string? Found, string? Allowed, string Message)
{
    /// <summary>The file that has the fault; absent, as the next three, where the fault is not in a file.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? File { get; init; }

    /// <summary>Line, from 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Line { get; init; }

    /// <summary>Column, from 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Column { get; init; }

    /// <summary>Stable code such as <c>unknown-key</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Code { get; init; }
}
