using System.Text.RegularExpressions;

namespace Signalbox.Engine.Agents.Commands;

/// <summary>Program and arguments with places for values. Values are put in once and never read again: one cannot become a place, or another argument.</summary>
internal static partial class CommandTemplate
{
    /// <summary>The faults of a template.</summary>
    public static IEnumerable<string> FindFaults(string key, IReadOnlyList<string> template, IReadOnlyList<string> places)
    {
        if (template.Count == 0 || string.IsNullOrWhiteSpace(template[0]))
        {
            yield return $"{key}: the program is missing";
            yield break;
        }

        if (Place().IsMatch(template[0]))
        {
            yield return $"{key}: the program itself cannot be a place for a value, found '{template[0]}'";
        }

        foreach (var place in template.SelectMany(part => Place().Matches(part)).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal))
        {
            if (!places.Contains(place, StringComparer.Ordinal))
            {
                yield return $"{key}: {{{place}}} is no place for a value; there are {string.Join(", ", places.Select(name => $"{{{name}}}"))}";
            }
        }
    }

    /// <summary>Whether a value is wanted.</summary>
    public static bool Has(IReadOnlyList<string> template, string place) => template.Any(part => part.Contains($"{{{place}}}", StringComparison.Ordinal));

    /// <summary>The command. A part that holds a place without a value is left out.</summary>
    public static IReadOnlyList<string> Fill(IReadOnlyList<string> template, IReadOnlyDictionary<string, string?> values) =>
        [.. template
            .Where(part => !Place().Matches(part).Any(match => values.GetValueOrDefault(match.Groups["name"].Value) is null))
            .Select(part => Place().Replace(part, match => values[match.Groups["name"].Value]!))];

    [GeneratedRegex(@"\{(?<name>[a-z_]+)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
