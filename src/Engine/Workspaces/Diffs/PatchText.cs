using System.Globalization;
using System.Text.RegularExpressions;

namespace Signalbox.Engine.Workspaces.Diffs;

/// <summary>
/// Reads the unified form of a change: git's, with line numbers, and what an agent tells of its own change, which may have none (a bare
/// <c>@@</c> then parts the places). Never fails: what is no line of a change is passed over.
/// </summary>
public static partial class PatchText
{
    /// <summary>The places that changed.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLines">Lines that are read at most.</param>
    /// <returns>The places, and whether there were more lines.</returns>
    public static (IReadOnlyList<DiffHunk> Hunks, bool IsCut) Parse(string text, int maxLines = DiffLimits.MaxLines) => Parse(text, line => line, maxLines);

    /// <summary>The same of a text whose lines have to be decoded first.</summary>
    internal static (IReadOnlyList<DiffHunk> Hunks, bool IsCut) Parse(string text, Func<string, string> decode, int maxLines = DiffLimits.MaxLines)
    {
        ArgumentNullException.ThrowIfNull(text);
        var reader = new Reader(decode);

        // Only git's form names the file first, in lines that look like changes
        var isNumbered = text.StartsWith("@@ -", StringComparison.Ordinal) || text.Contains("\n@@ -", StringComparison.Ordinal);
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range);
            if (reader.TakesAside(line))
            {
                continue;
            }

            if (KindOf(line, reader.Place) is not { } kind || (isNumbered && reader.Place is null))
            {
                continue;
            }

            if (maxLines-- == 0)
            {
                return (reader.End(), true);
            }

            reader.Add(kind, line.Length == 0 ? line : line[1..]);
        }

        return (reader.End(), false);
    }

    // With numbers only what the head of the place counts belongs to it: a line of the file may look like anything.
    private static DiffLineKind? KindOf(ReadOnlySpan<char> line, Head? head)
    {
        if (head is { IsNumbered: true, IsOpen: false } || (line.Length == 0 && head is not { IsNumbered: true }))
        {
            return null;
        }

        return line.Length == 0 ? DiffLineKind.Context : line[0] switch
        {
            '+' => DiffLineKind.Added,
            '-' => DiffLineKind.Removed,
            ' ' => DiffLineKind.Context,
            _ => null,
        };
    }

    private sealed class Reader(Func<string, string> decode)
    {
        private readonly List<DiffHunk> _hunks = [];
        private readonly List<DiffLine> _lines = [];
        private int _oldNumber;
        private int _newNumber;

        public Head? Place { get; private set; }

        /// <summary>Takes what is about lines and no line itself.</summary>
        public bool TakesAside(ReadOnlySpan<char> line)
        {
            if (line.StartsWith("@@") && Place is not { IsOpen: true })
            {
                Close();
                Place = Head.Read(line.ToString(), decode);
                (_oldNumber, _newNumber) = (Place.OldStart, Place.NewStart);
                return true;
            }

            if (!line.StartsWith("\\") || _lines.Count == 0)
            {
                return false;
            }

            _lines[^1] = _lines[^1] with { HasLineEnd = false };
            return true;
        }

        public void Add(DiffLineKind kind, ReadOnlySpan<char> rest)
        {
            Place ??= Head.Unknown;

            // Bytes of a cut line may end within a character, which then shows as U+FFFD; it says that it was cut.
            var isCut = rest.Length > DiffLimits.MaxLine;
            int? before = Place.IsNumbered && kind != DiffLineKind.Added ? _oldNumber++ : null;
            int? after = Place.IsNumbered && kind != DiffLineKind.Removed ? _newNumber++ : null;
            Place.Take(kind);
            _lines.Add(new DiffLine(kind, before, after, decode((isCut ? rest[..DiffLimits.MaxLine] : rest).ToString())) { IsCut = isCut });
        }

        public List<DiffHunk> End()
        {
            Close();
            return _hunks;
        }

        private void Close()
        {
            if (Place is { } place && _lines.Count > 0)
            {
                _hunks.Add(new DiffHunk(
                    place.OldStart, _lines.Count(l => l.Kind != DiffLineKind.Added), place.NewStart, _lines.Count(l => l.Kind != DiffLineKind.Removed), place.Heading, [.. _lines]));
            }

            _lines.Clear();
        }
    }

    private sealed class Head
    {
        private int _oldLeft;
        private int _newLeft;

        public static Head Unknown => new();

        public int OldStart { get; private init; }

        public int NewStart { get; private init; }

        public string Heading { get; private init; } = "";

        public bool IsNumbered { get; private init; }

        /// <summary>Lines of it are still to come.</summary>
        public bool IsOpen => _oldLeft > 0 || _newLeft > 0;

        public static Head Read(string line, Func<string, string> decode)
        {
            var match = Numbers().Match(line);
            if (!match.Success)
            {
                return Unknown;
            }

            var heading = match.Groups["heading"].Value;
            return new Head
            {
                IsNumbered = true,
                OldStart = Number(match.Groups["old"], 1),
                _oldLeft = Number(match.Groups["oldCount"], 1),
                NewStart = Number(match.Groups["new"], 1),
                _newLeft = Number(match.Groups["newCount"], 1),
                Heading = decode(heading.Length > DiffLimits.MaxLine ? heading[..DiffLimits.MaxLine] : heading),
            };
        }

        public void Take(DiffLineKind kind)
        {
            _oldLeft -= kind == DiffLineKind.Added ? 0 : 1;
            _newLeft -= kind == DiffLineKind.Removed ? 0 : 1;
        }

        private static int Number(Group group, int otherwise) =>
            group.Success && int.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
    }

    [GeneratedRegex(@"^@@ -(?<old>\d{1,9})(,(?<oldCount>\d{1,9}))? \+(?<new>\d{1,9})(,(?<newCount>\d{1,9}))? @@ ?(?<heading>.*)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbers();
}
