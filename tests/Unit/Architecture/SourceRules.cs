using System.Globalization;
using System.Text.RegularExpressions;

namespace Signalbox.Unit.Architecture;

/// <summary>The rules of the house style that neither the compiler nor an analyser keeps. Each answers with <c>path:line: finding</c>.</summary>
internal static partial class SourceRules
{
    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    /// <summary>Past this many lines a file fails.</summary>
    public const int MostLines = 300;

    /// <summary>Past this many lines a file asks to be two things.</summary>
    public const int ManyLines = 250;

    /// <summary>One public type a file, named as the file; a file without a public type holds a type of its name.</summary>
    public static IEnumerable<string> OneTypeNamedAsTheFile(string path, string text)
    {
        var types = TopLevelTypes(CSharpText.Of(text).Code).ToList();
        var name = Path.GetFileName(path).Split('.')[0];
        var open = types.Where(t => t.IsPublic).Select(t => t.Name).Distinct(StringComparer.Ordinal).ToList();
        if (open.Count > 1)
        {
            yield return $"{path}:1: {open.Count} public types: {string.Join(", ", open)}";
        }
        else if (types.Count > 0 && !(open.Count > 0 ? open : types.Select(t => t.Name)).Contains(name, StringComparer.Ordinal))
        {
            yield return $"{path}:{Line(types[0].Line)}: holds {types[0].Name}, so its name should be {types[0].Name}.cs";
        }
    }

    /// <summary>Lines of a file; the end of the last line begins no new one.</summary>
    public static int Lines(string text) => text.TrimEnd('\n').Count(c => c == '\n') + 1;

    /// <summary>Every member of an enum says its value: rows and files outlive the order of the members.</summary>
    public static IEnumerable<string> EnumValuesAreExplicit(string path, string text)
    {
        var code = CSharpText.Of(text).Code;
        foreach (Match declaration in EnumDeclaration().Matches(code))
        {
            var members = Attribute().Replace(declaration.Groups["body"].Value, " ").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            foreach (var member in members.Where(m => !m.Contains('=', StringComparison.Ordinal)))
            {
                yield return $"{path}:{Line(LineOf(code, declaration.Index))}: {declaration.Groups["name"].Value}.{member} has no value";
            }
        }
    }

    /// <summary>Every suppressed warning says why, on the same or the next line.</summary>
    public static IEnumerable<string> SuppressionsHaveReasons(string path, string text)
    {
        var file = CSharpText.Of(text);
        for (var i = 0; i < file.CodeLines.Count; i++)
        {
            if (Suppression().Match(file.CodeLines[i]) is { Success: true } found && !file.HasComment(i) && !file.HasComment(i + 1)
                && !GivesJustification(file.CodeLines, text, i))
            {
                yield return $"{path}:{Line(i)}: {found.Value.Trim()} without a reason";
            }
        }
    }

    /// <summary>What is left to do is an issue: its number stands in the comment.</summary>
    public static IEnumerable<string> OpenEndsNameAnIssue(string path, string text)
    {
        var comments = path.EndsWith(".cs", StringComparison.Ordinal)
            ? CSharpText.Of(text).Comments
            : text.Split('\n').Index().Select(l => (Line: l.Index, Text: l.Item)).ToList();
        return comments.Where(c => OpenEnd().IsMatch(c.Text) && !IssueNumber().IsMatch(c.Text))
            .Select(c => $"{path}:{Line(c.Line)}: {c.Text.Trim()}");
    }

    /// <summary>Types outside any other, with the line (from 0) of each.</summary>
    public static IEnumerable<(string Name, bool IsPublic, int Line)> TopLevelTypes(string code)
    {
        // A namespace with braces would make its types look nested; the house writes file-scoped ones.
        var depths = new int[code.Length];
        for (int i = 0, depth = 0; i < code.Length; i++)
        {
            depth += code[i] switch { '{' => 1, '}' => -1, _ => 0 };
            depths[i] = depth;
        }

        return TypeDeclaration().Matches(code).Where(m => depths[m.Index] == 0)
            .Select(m => (m.Groups["name"].Value, m.Groups["public"].Success, LineOf(code, m.Groups["name"].Index)));
    }

    // The literal of a justification is blank in the code: the text of the same statement has it.
    private static bool GivesJustification(IReadOnlyList<string> code, string text, int line)
    {
        var last = line;
        while (last < code.Count - 1 && !code[last].Contains(']', StringComparison.Ordinal))
        {
            last++;
        }

        return Justification().IsMatch(string.Join('\n', text.ReplaceLineEndings("\n").Split('\n')[line..(last + 1)]));
    }

    private static int LineOf(string code, int index) => code.AsSpan(0, index).Count('\n');

    private static string Line(int fromZero) => (fromZero + 1).ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^[ \t]*(\[[^\]\n]*\][ \t]*)*(((?<public>public)|internal|file|sealed|static|abstract|partial|readonly|ref|unsafe)[ \t]+)*(class|struct|interface|enum|record([ \t]+(class|struct))?|delegate[ \t]+[^;(\n]+)[ \t]+(?<name>\w+)", Options | RegexOptions.Multiline, 1000)]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"\benum\s+(?<name>\w+)[^{;]*\{(?<body>[^}]*)\}", Options, 1000)]
    private static partial Regex EnumDeclaration();

    [GeneratedRegex(@"\[[^\]]*\]", Options, 1000)]
    private static partial Regex Attribute();

    [GeneratedRegex(@"#pragma\s+warning\s+disable[^/]*|\[\s*(assembly:\s*|module:\s*)?(\w+\.)*(Unconditional)?SuppressMessage\w*", Options, 1000)]
    private static partial Regex Suppression();

    [GeneratedRegex(@"Justification\s*=\s*""[^""]*\w[^""]*""", Options, 1000)]
    private static partial Regex Justification();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b", Options, 1000)]
    private static partial Regex OpenEnd();

    [GeneratedRegex(@"#\d+", Options, 1000)]
    private static partial Regex IssueNumber();
}
