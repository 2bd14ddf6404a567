using System.Globalization;
using System.Text;

namespace Signalbox.Engine.Workflows.Import.Reading;

/// <summary>Names that our format allows, made from names that other formats allow; each name is given once.</summary>
internal sealed class Slugs
{
    private const int Longest = 100;
    private readonly HashSet<string> given = new(StringComparer.Ordinal);

    /// <summary>A workflow's name or a step's id: <c>^[a-z][a-z0-9_-]*$</c>.</summary>
    /// <param name="text">What it is called in the file.</param>
    /// <param name="prefix">Put before a name that does not begin with a letter, and alone where nothing of the name is left.</param>
    public string Make(string text, string prefix)
    {
        var slug = Lower(text);
        slug = slug.Length == 0 ? prefix : char.IsAsciiLetterLower(slug[0]) ? slug : $"{prefix}-{slug}";
        slug = slug.Length > Longest ? slug[..Longest].TrimEnd('-') : slug;
        var free = slug;
        for (var n = 2; !given.Add(free); n++)
        {
            var end = string.Create(CultureInfo.InvariantCulture, $"-{n}");
            free = (slug.Length + end.Length > Longest ? slug[..(Longest - end.Length)] : slug) + end;
        }

        return free;
    }

    /// <summary>The name of an input, an output or a variable: a letter or '_', then letters, digits, '_' and '-'.</summary>
    public string MakeName(string text)
    {
        var name = string.Concat(text.Normalize(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            .Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_')).Trim('_');
        name = name.Length == 0 ? "value" : char.IsAsciiLetter(name[0]) ? name : "_" + name;
        name = name.Length > Longest ? name[..Longest] : name;
        // the original is kept whenever it fits
        name = Binding.Patterns.Name().IsMatch(text) ? text : name;
        var free = name;
        for (var n = 2; !given.Add(free); n++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{name[..Math.Min(name.Length, Longest - 8)]}_{n}");
        }

        return free;
    }

    private static string Lower(string text)
    {
        if (Binding.Patterns.Slug().IsMatch(text))
        {
            return text;
        }

        var slug = new StringBuilder();
        foreach (var c in text.Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            var isKept = char.IsAsciiLetterOrDigit(c) || c == '_';
            if (isKept || (slug.Length > 0 && slug[^1] != '-'))
            {
                slug.Append(isKept ? c : '-');
            }
        }

        return slug.ToString().Trim('-', '_');
    }
}
