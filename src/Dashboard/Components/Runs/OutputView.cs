using System.Text.RegularExpressions;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Components.Runs;

/// <summary>An output of a step.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">The text of a string output; null for a file.</param>
/// <param name="Path">The path of a file output inside the run's folder; null for text.</param>
public sealed partial record OutputView(string Name, string? Text, string? Path)
{
    /// <summary>File name alone.</summary>
    public string? FileName => Path?.Split('/')[^1];

    /// <summary>
    /// Reads a stored value. A file output is a path below the step's folder in the run's (steps/01_plan/.../outputs/plan.md); a text that
    /// happens to look like one only gets a link that finds nothing.
    /// </summary>
    public static OutputView From(string name, object? value)
    {
        var text = value switch { null => "", string own => own, _ => PlainValue.ToJson(value) };
        return FilePath().IsMatch(text) ? new(name, null, text) : new(name, text, null);
    }

    [GeneratedRegex(@"\Asteps/[0-9]{2,}_[^\r\n\0]{1,4000}\z", RegexOptions.CultureInvariant, 100)]
    private static partial Regex FilePath();
}
