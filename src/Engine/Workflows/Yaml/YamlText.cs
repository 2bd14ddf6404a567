using System.Buffers;
using System.Globalization;
using System.Text;

namespace Signalbox.Engine.Workflows.Yaml;

/// <summary>
/// From bytes to text that may be YAML: at most 1 MiB, UTF-8, without a byte order mark, without characters that YAML
/// forbids. The YAML scanner takes NUL for the end of the file and would drop the rest without a word.
/// </summary>
internal static class YamlText
{
    public const int MaxBytes = 1024 * 1024;

    /// <summary>What nearly all of every file is made of, so that the rest is looked at one by one.</summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create("\t\n\r" + string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c)));

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string? SizeFault(long bytes) => bytes <= MaxBytes ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"The file is {Math.Ceiling(bytes * 10.0 / MaxBytes) / 10:0.#} MiB; a workflow is at most 1 MiB.");

    /// <summary>The text of the bytes, or null and the offset of the first byte that is not UTF-8.</summary>
    public static string? Decode(ReadOnlySpan<byte> utf8, out string readable, out int faultAt)
    {
        utf8 = utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[3..] : utf8;
        faultAt = -1;
        try
        {
            return readable = Strict.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            // what precedes the first bad byte is valid, so its length in UTF-16 is the position to name
            var valid = 0;
            while (Rune.DecodeFromUtf8(utf8[valid..], out _, out var used) == OperationStatus.Done)
            {
                valid += used;
            }

            readable = Strict.GetString(utf8[..valid]);
            faultAt = readable.Length;
            return null;
        }
    }

    /// <summary>Offset of the first NUL or lone surrogate, which an escape can spell and no database stores; -1 when there is none.</summary>
    public static int FindUnstorable(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return text.IndexOf('\0', StringComparison.Ordinal);
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (text[i] == '\0' || char.IsSurrogate(text[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Offset of the first character that YAML forbids; -1 when there is none.</summary>
    public static int FindForbidden(string text)
    {
        for (var i = NextUncommon(text, 0); i < text.Length; i = NextUncommon(text, i + 1))
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if ((c < ' ' && c is not ('\t' or '\n' or '\r')) || c is (>= '\x7f' and <= '\x9f' and not '\x85') or '\uFEFF' or '\uFFFE' or '\uFFFF' || char.IsSurrogate(c))
            {
                return i;
            }
        }

        return -1;
    }

    private static int NextUncommon(string text, int from)
    {
        var found = text.AsSpan(from).IndexOfAnyExcept(Plain);
        return found < 0 ? text.Length : from + found;
    }
}
