using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Api;

/// <summary>The inputs of a request to start a run: JSON values, and texts <c>name=value</c> above them.</summary>
internal static class StartInputs
{
    /// <summary>The inputs by name, and a fault for each text that names none.</summary>
    public static (IReadOnlyDictionary<string, object?> Inputs, IReadOnlyList<InputFault> Faults) Read(StartRunBody body)
    {
        var inputs = new Dictionary<string, object?>(PlainValues.Of(body.Inputs), StringComparer.Ordinal);
        var faults = new List<InputFault>();
        foreach (var text in body.InputTexts ?? [])
        {
            // Split at the first '=': a value may hold more of them.
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                faults.Add(new InputFault("inputs", text, "name=value", $"The input '{text}' has no {(equals == 0 ? "name" : "'='")}: write it as name=value."));
            }
            else
            {
                inputs[text[..equals]] = text[(equals + 1)..];
            }
        }

        return (inputs, faults);
    }
}
