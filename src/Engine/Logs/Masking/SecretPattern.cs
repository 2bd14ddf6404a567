namespace Signalbox.Engine.Logs.Masking;

/// <summary>Bytes that are looked for. Each of them may be escaped in any of the ways that <see cref="FormMatcher"/> knows.</summary>
internal sealed record SecretPattern
{
    /// <summary>Newline plus indentation between two characters of base64, at most.</summary>
    public const int MaxIndentation = 64;

    /// <summary>
    /// Bytes that a recognised form has at most, whatever the length of the secret. A secret of 16 KiB with every character escaped three
    /// times over stays below it.
    /// </summary>
    public const int MaxForm = 256 * 1024;

    // Seven backslashes and uXXXX
    private const int MaxCharacter = 12;
    private const int MaxNewline = 16;

    /// <summary>The bytes of the text, or characters of base64.</summary>
    public required byte[] Bytes { get; init; }

    /// <summary>Base64: newlines may stand between the characters.</summary>
    public bool Base64 { get; init; }

    /// <summary>How many bits of the secret (0, 2 or 4) the next character of base64 begins with.</summary>
    public int TailBits { get; init; }

    /// <summary>These bits, as the high ones of six.</summary>
    public int TailValue { get; init; }

    /// <summary>Bytes of the longest form.</summary>
    public int LongestForm =>
        (int)Math.Min(MaxForm, (Base64 ? Bytes.Length + 3L : Bytes.Length) * (MaxCharacter + (Base64 ? MaxNewline + MaxIndentation : MaxCharacter)));
}
