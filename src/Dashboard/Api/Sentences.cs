namespace Signalbox.Dashboard.Api;

/// <summary>The engine words what it refuses as part of a sentence; a problem document shows a whole one.</summary>
internal static class Sentences
{
    /// <summary>With a capital letter, unless it begins with a quoted or written name, and a full stop.</summary>
    public static string Of(string text)
    {
        var words = text.TrimEnd();
        var begins = words.Length > 1 && char.IsLower(words[0]) && (char.IsLower(words[1]) || words[1] is ' ') ? char.ToUpperInvariant(words[0]) + words[1..] : words;
        return begins.EndsWith('.') || begins.EndsWith('?') ? begins : begins + ".";
    }
}
