using System.Text.RegularExpressions;

namespace Signalbox.Engine.Workflows;

/// <summary>The <c>pattern</c> of an input. Matched without backtracking, so that no text can make it slow.</summary>
internal static partial class InputPattern
{
    /// <summary>Longest pattern in characters.</summary>
    public const int MaxLength = 200;

    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <summary>Why a pattern cannot be used; null when it can.</summary>
    public static string? Fault(string pattern)
    {
        if (pattern.Length > MaxLength)
        {
            return $"it is longer than {MaxLength} characters";
        }

        // each count multiplies what the matcher keeps; nested ones would fill the memory
        if (Counts().Matches(pattern).Aggregate(1L, (product, count) => Math.Min(product * Math.Max(1, long.Parse(count.ValueSpan, provider: null)), 1_000_000)) > 10_000)
        {
            return "its counts repeat too much; together they stay under 10,000";
        }

        try
        {
            // on its own first: it must not close the group that makes it match the whole text
            _ = new Regex(pattern, Options, TimeSpan.FromSeconds(1));
            Whole(pattern).IsMatch("");
            return null;
        }
        catch (RegexParseException fault)
        {
            return $"it is no regular expression ({fault.Error} at character {fault.Offset + 1})";
        }
        catch (NotSupportedException)
        {
            return "look-around, back references and atomic groups are not supported";
        }
        catch (RegexMatchTimeoutException)
        {
            return "it takes too long";
        }
    }

    /// <summary>Whether the whole text matches.</summary>
    public static bool IsMatch(string pattern, string text)
    {
        try
        {
            return Whole(pattern).IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static Regex Whole(string pattern) => new($"^(?:{pattern})\\z", Options, TimeSpan.FromSeconds(1));

    [GeneratedRegex("(?<=[{,])[0-9]{1,9}(?=[,}])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Counts();
}
