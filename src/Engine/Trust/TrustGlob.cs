namespace Signalbox.Engine.Trust;

/// <summary>
/// A pattern of paths as git writes them: <c>*</c> and <c>?</c> stay within a name, <c>**</c> crosses folders, <c>[a-z]</c> and <c>[!a-z]</c> are one character,
/// <c>\</c> takes the next one as it is. A pattern without <c>/</c> is about a name anywhere, one with it begins at the root, one that ends with it is about all
/// in that folder. Letters match in their own case. Matching takes at most the length of the pattern times the length of the path.
/// </summary>
public sealed class TrustGlob
{
    /// <summary>Characters of a pattern.</summary>
    public const int MaxLength = 512;

    private const string AnyFolders = "**";
    private readonly string _text;
    private readonly string[] _parts;

    private TrustGlob(string text, string[] parts)
    {
        _text = text;
        _parts = parts;
    }

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="fault">What is wrong with it, as the end of a sentence that begins with the pattern; null when nothing is.</param>
    /// <returns>The pattern; null when it is wrong.</returns>
    public static TrustGlob? TryParse(string text, out string? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        fault = Fault(text);
        if (fault is not null)
        {
            return null;
        }

        var isAnchored = text.TrimEnd('/').Contains('/', StringComparison.Ordinal);
        List<string> parts = [.. text.Split('/', StringSplitOptions.RemoveEmptyEntries)];
        if (!isAnchored)
        {
            parts.Insert(0, AnyFolders);
        }

        if (text.EndsWith('/'))
        {
            parts.Add(AnyFolders);
        }

        // 'a/**' is what is in a, not a itself; two in a row say no more than one
        var told = parts.Where((part, i) => i == 0 || part is not AnyFolders || parts[i - 1] is not AnyFolders).ToList();
        if (told[^1] is AnyFolders)
        {
            told.Add("*");
        }

        return new TrustGlob(text, [.. told]);
    }

    /// <summary>A path as patterns are matched with it: without <c>./</c> and <c>/</c> in front.</summary>
    public static string Normalize(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var rest = path.AsSpan();
        while (rest is ['/', ..] or ['.', '/', ..])
        {
            rest = rest[(rest[0] == '/' ? 1 : 2)..];
        }

        return rest.ToString();
    }

    /// <summary>Whether the pattern is about a file.</summary>
    /// <param name="path">Its path from the root.</param>
    /// <param name="foldersToo">Also when it is about a folder that the file is in.</param>
    public bool IsMatch(string path, bool foldersToo = false)
    {
        ArgumentNullException.ThrowIfNull(path);
        var names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);

        // reached[n]: the parts so far can take exactly the first n names
        var reached = new bool[names.Length + 1];
        reached[0] = true;
        foreach (var part in _parts)
        {
            var next = new bool[names.Length + 1];
            for (var n = 0; n <= names.Length; n++)
            {
                next[n] = part is AnyFolders
                    ? reached[n] || (n > 0 && next[n - 1])
                    : n > 0 && reached[n - 1] && IsName(part, names[n - 1]);
            }

            reached = next;
        }

        return reached[names.Length] || (foldersToo && reached.AsSpan(0, names.Length).Contains(true));
    }

    /// <summary>The pattern as it was written.</summary>
    public override string ToString() => _text;

    private static string? Fault(string text)
    {
        if (text.Length > MaxLength)
        {
            return $"is longer than {MaxLength} characters";
        }

        if (text.AsSpan().IndexOfAnyExcept('/', ' ') < 0)
        {
            return "names no file";
        }

        if (text.StartsWith('!'))
        {
            return "begins with '!': what is to be left out stands under 'exclude'";
        }

        if (text.Split('/').Any(part => part is "." or ".."))
        {
            return "has a folder called '.' or '..', which no path has: write it from the root of the repository";
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '{' or '}')
            {
                return $"has a '{text[i]}', which is not expanded: write one pattern for each, or '\\{text[i]}' for the character";
            }

            if (text[i] == '\\')
            {
                if (++i == text.Length || text[i] == '/')
                {
                    return "has a '\\' with no character of the name after it to take as it is";
                }

                if (char.IsAsciiLetterOrDigit(text[i]))
                {
                    return "has a '\\' before a letter or digit, which needs none: folders are separated by '/'";
                }
            }
            else if (text[i] == '[')
            {
                i = EndOfClass(text, i);
                if (i < 0)
                {
                    return "has a '[' that no ']' closes within the name";
                }
            }
        }

        return null;
    }

    /// <summary>Index of the bracket that closes a class; -1 when none does before the name ends.</summary>
    private static int EndOfClass(string part, int start)
    {
        var first = start + 1 < part.Length && part[start + 1] is '!' or '^' ? start + 2 : start + 1;
        for (var i = first; i < part.Length && part[i] != '/'; i++)
        {
            if (part[i] == ']' && i > first)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether a part is about a name: the last star takes as little as it must, and more when the rest does not fit.</summary>
    private static bool IsName(string part, string name)
    {
        int p = 0, n = 0, star = -1, taken = 0;
        while (n < name.Length)
        {
            if (p < part.Length && part[p] == '*')
            {
                (star, taken) = (p++, n);
            }
            else if (p < part.Length && TakesOne(part, p, name[n]) is var after and > 0)
            {
                (p, n) = (after, n + 1);
            }
            else if (star >= 0)
            {
                (p, n) = (star + 1, ++taken);
            }
            else
            {
                return false;
            }
        }

        return part.AsSpan(p).TrimStart('*').IsEmpty;
    }

    /// <summary>Index after what takes the character; 0 when it does not.</summary>
    private static int TakesOne(string part, int at, char c)
    {
        switch (part[at])
        {
            case '?':
                return at + 1;
            case '\\':
                return part[at + 1] == c ? at + 2 : 0;
            case '[':
                var end = EndOfClass(part, at);
                return IsInClass(part.AsSpan(at + 1, end - at - 1), c) ? end + 1 : 0;
            default:
                return part[at] == c ? at + 1 : 0;
        }
    }

    private static bool IsInClass(ReadOnlySpan<char> set, char c)
    {
        var isNegated = set is ['!' or '^', ..];
        set = isNegated ? set[1..] : set;
        var isIn = false;
        for (var i = 0; i < set.Length; i++)
        {
            if (i + 2 < set.Length && set[i + 1] == '-')
            {
                isIn |= c >= set[i] && c <= set[i + 2];
                i += 2;
            }
            else
            {
                isIn |= c == set[i];
            }
        }

        return isIn != isNegated;
    }
}
