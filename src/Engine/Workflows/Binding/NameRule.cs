using System.Buffers;
using System.Text.RegularExpressions;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary>
/// What a name looks like. A file has dozens of names, so they are not matched against the pattern, which the JSON Schema shows, but by
/// the same in sets of characters.
/// </summary>
internal sealed class NameRule
{
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Digits = "0123456789";

    private readonly SearchValues<char> first;
    private readonly SearchValues<char> others;
    private readonly int most;

    private NameRule(string first, string others, int most, Regex pattern, string allowed)
    {
        this.first = SearchValues.Create(first);
        this.others = SearchValues.Create(others);
        this.most = most;
        Pattern = pattern;
        Allowed = allowed;
    }

    public static NameRule Slug { get; } = new(Lower, Lower + Digits + "_-", 100, Patterns.Slug(), Patterns.SlugAllowed);

    public static NameRule Key { get; } = new(Upper, Upper + Digits, 10, Patterns.Key(), Patterns.KeyAllowed);

    public static NameRule Name { get; } = new(Lower + Upper + "_", Lower + Upper + Digits + "_-", 100, Patterns.Name(), Patterns.NameAllowed);

    public static NameRule Variable { get; } = new(Lower + Upper + "_", Lower + Upper + Digits + "_", 200, Patterns.Variable(), Patterns.VariableAllowed);

    public static NameRule Feature { get; } = new(Lower + Upper + Digits, Lower + Upper + Digits + "._-", 100, Patterns.Feature(), Patterns.FeatureAllowed);

    /// <summary>The pattern of the whole name.</summary>
    public Regex Pattern { get; }

    /// <summary>The same in words.</summary>
    public string Allowed { get; }

    public bool IsMatch(ReadOnlySpan<char> name) =>
        name.Length > 0 && name.Length <= most && first.Contains(name[0]) && !name[1..].ContainsAnyExcept(others);
}
