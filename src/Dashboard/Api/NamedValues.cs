using System.Text.Json;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Api;

/// <summary>Values by name: JSON, and texts <c>name=value</c> above them, as people type them.</summary>
internal static class NamedValues
{
    /// <summary>The values, and a fault for each text that names none.</summary>
    public static (IReadOnlyDictionary<string, object?> Values, IReadOnlyList<InputFault> Faults) Read(string field, IReadOnlyDictionary<string, JsonElement>? json, IReadOnlyList<string>? texts)
    {
        var values = new Dictionary<string, object?>(PlainValues.Of(json), StringComparer.Ordinal);
        var faults = new List<InputFault>();
        foreach (var text in texts ?? [])
        {
            // Split at the first '=': a value may hold more of them. The last of a name wins.
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                faults.Add(new InputFault(field, text, "name=value", $"{field}: '{text}' has no {(equals == 0 ? "name" : "'='")}: write it as name=value."));
            }
            else
            {
                values[text[..equals]] = text[(equals + 1)..];
            }
        }

        return (values, faults);
    }
}
