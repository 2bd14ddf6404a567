using System.Text;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Signalbox.Persistence.Values;

/// <summary>
/// Text that both databases can hold: PostgreSQL refuses NUL and halves of surrogate pairs, and agents print both. They become U+FFFD.
/// </summary>
internal sealed class StorableTextConverter() : ValueConverter<string, string>(text => Clean(text), text => text)
{
    internal static string Clean(string text)
    {
        if (!NeedsCleaning(text))
        {
            return text;
        }

        var cleaned = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // EnumerateRunes gives U+FFFD for half a pair by itself.
            cleaned.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }

        return cleaned.ToString();
    }

    private static bool NeedsCleaning(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0')
            {
                return true;
            }

            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    return true;
                }

                i++;
            }
        }

        return false;
    }
}
