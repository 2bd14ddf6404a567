using System.Text.RegularExpressions;

namespace Signalbox.Dashboard.Components.Shared;

/// <summary>Colours YAML line by line for reading: keys, scalars, comments. It does not judge; the validator does.</summary>
public static partial class YamlColours
{
    /// <summary>The lines of a text in coloured pieces; joined they are the text.</summary>
    public static IReadOnlyList<YamlLine> Lines(string yaml)
    {
        var lines = new List<YamlLine>();
        // Inside a block scalar ("run: |") nothing is a key: lines deeper than the key's indentation are plain
        int? block = null;
        foreach (var line in yaml.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            var indent = line.Length - line.TrimStart(' ').Length;
            if (block is { } depth && (indent > depth || string.IsNullOrWhiteSpace(line)))
            {
                lines.Add(new(lines.Count + 1, [new(line, null)]));
                continue;
            }

            block = BlockStart().IsMatch(line) ? indent : null;
            lines.Add(new(lines.Count + 1, Pieces(line)));
        }

        return lines;
    }

    private static List<YamlPiece> Pieces(string line)
    {
        var pieces = new List<YamlPiece>();
        var at = 0;
        foreach (Match match in Tokens().Matches(line))
        {
            if (match.Index > at)
            {
                pieces.Add(new(line[at..match.Index], null));
            }

            pieces.Add(new(match.Value, Class(match)));
            at = match.Index + match.Length;
        }

        if (at < line.Length)
        {
            pieces.Add(new(line[at..], null));
        }

        return pieces;
    }

    private static string? Class(Match match) => match switch
    {
        _ when match.Groups["comment"].Success => "hl-com",
        _ when match.Groups["key"].Success => "hl-key",
        _ when match.Groups["string"].Success => "hl-str",
        _ when match.Groups["number"].Success => "hl-num",
        _ => "hl-mark",
    };

    [GeneratedRegex("""(?<comment>(?:(?<=^|\s))#.*$)|(?<key>[A-Za-z_][\w.-]*(?=:(\s|$)))|(?<string>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|(?<number>(?<=[\s:\[,])(?:true|false|null|-?\d+(?:\.\d+)?)(?=[\s,\]}]|$))|(?<mark>(?<=^\s*)-(?=\s)|[|>][-+]?(?=\s*$)|[{}\[\]])""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 200)]
    private static partial Regex Tokens();

    [GeneratedRegex(@":\s+[|>][-+0-9]*\s*$|^\s*-\s+[|>][-+0-9]*\s*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 200)]
    private static partial Regex BlockStart();
}
