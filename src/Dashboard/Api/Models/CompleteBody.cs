using System.Text.Json;

namespace Signalbox.Dashboard.Api.Models;

/// <summary>A worker says that the step is done.</summary>
/// <param name="Agent">The worker.</param>
/// <param name="Epoch">Epoch of its claim.</param>
public sealed record CompleteBody(string? Agent, long Epoch) : WorkEndBody
{
    /// <summary>Values of the step's string outputs, by the keys that they name.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Outputs { get; init; }

    public int? ExitCode { get; init; }
}
