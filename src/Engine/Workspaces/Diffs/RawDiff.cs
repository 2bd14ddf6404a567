using System.Globalization;

namespace Signalbox.Engine.Workspaces.Diffs;

/// <summary>Reads <c>git diff-tree --raw --numstat -z</c>: names stand between NULs as they are, whatever they hold.</summary>
internal static class RawDiff
{
    /// <summary>The files by path.</summary>
    public static List<DiffFile> Parse(string output)
    {
        var fields = output.Split('\0');
        var files = new List<DiffFile>();
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var at = 0;
        while (at < fields.Length && fields[at].StartsWith(':'))
        {
            // :100644 100644 1234.. 5678.. R087 NUL old NUL new
            var parts = fields[at][1..].Split(' ');
            var isTwo = parts[4][0] is 'R' or 'C';
            var (old, name) = (fields[at + 1], fields[isTwo ? at + 2 : at + 1]);
            names[name] = files.Count;
            files.Add(new DiffFile
            {
                Path = GitCall.Decoded(name),
                OldPath = parts[4][0] == 'R' ? GitCall.Decoded(old) : null,
                Status = Status(parts[4][0]),
                OldMode = parts[0],
                NewMode = parts[1],
                OldBlob = parts[2],
                NewBlob = parts[3],
            });
            at += isTwo ? 3 : 2;
        }

        Count(fields.AsSpan(at), files, names);
        return files;
    }

    // 3 TAB 1 TAB name, or 3 TAB 1 TAB NUL old NUL new
    private static void Count(ReadOnlySpan<string> fields, List<DiffFile> files, Dictionary<string, int> names)
    {
        for (var at = 0; at < fields.Length; at++)
        {
            var parts = fields[at].Split('\t', 3);
            if (parts.Length < 3)
            {
                continue;
            }

            var name = parts[2];
            if (name.Length == 0 && at + 2 < fields.Length)
            {
                name = fields[at + 2];
                at += 2;
            }

            if (names.TryGetValue(name, out var index))
            {
                files[index] = files[index] with { Added = Number(parts[0]), Removed = Number(parts[1]), IsBinary = parts[0] is "-" };
            }
        }
    }

    private static int? Number(string field) => int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DiffFileStatus Status(char letter) => letter switch
    {
        'A' or 'C' => DiffFileStatus.Added,
        'D' => DiffFileStatus.Deleted,
        'R' => DiffFileStatus.Renamed,
        'T' => DiffFileStatus.TypeChanged,
        _ => DiffFileStatus.Modified,
    };
}
