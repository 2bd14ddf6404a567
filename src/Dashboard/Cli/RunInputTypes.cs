using System.Text.Json;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting.Output;

namespace Signalbox.Dashboard.Cli;

/// <summary>Names and types of the inputs that a run has.</summary>
internal static class RunInputTypes
{
    /// <summary><c>name: type, ..</c>.</summary>
    public static string Line(Dictionary<string, string> types) => types.Count == 0 ? "none" : LogFormat.OneLine(string.Join(", ", types.Select(t => $"{t.Key}: {t.Value}")));

    /// <summary>Declared types when the workflow is still known; else what the values are.</summary>
    public static async Task<Dictionary<string, string>> OfAsync(ApiClient api, RunModel run, CancellationToken cancellationToken)
    {
        var declared = (await api.GetAsync<List<WorkflowModel>>("workflows", cancellationToken))
            .FirstOrDefault(w => string.Equals(w.Name, run.Workflow, StringComparison.Ordinal) && string.Equals(w.Repository, run.Repository, StringComparison.Ordinal))?
            .Inputs.ToDictionary(i => i.Name, i => i.Type, StringComparer.Ordinal);
        return (run.Inputs ?? new Dictionary<string, object?>(StringComparer.Ordinal)).ToDictionary(
            i => i.Key,
            i => declared?.GetValueOrDefault(i.Key) ?? KindOf(i.Value),
            StringComparer.Ordinal);
    }

    private static string KindOf(object? value) => value is JsonElement json
        ? json.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Number => "integer",
            JsonValueKind.String => "string",
            JsonValueKind.Array => "list",
            JsonValueKind.Object => "object",
            JsonValueKind.Null or JsonValueKind.Undefined => "unknown",
            _ => throw new ArgumentOutOfRangeException(nameof(value)),
        }
        : "unknown";
}
