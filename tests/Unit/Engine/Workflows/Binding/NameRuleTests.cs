using Signalbox.Engine.Workflows.Binding;

namespace Signalbox.Unit.Engine.Workflows.Binding;

public sealed class NameRuleTests
{
    private static readonly string[] Pieces = ["a", "z", "A", "Z", "_", "-", "0", "9", ".", " ", "\n", "\0", "é", "`", "{", "@", "["];

    private static readonly int[] Lengths = [9, 10, 11, 99, 100, 101, 199, 200, 201];

    public static TheoryData<string> Rules => ["slug", "key", "name", "variable"];

    /// <summary>The schema shows the pattern, the reader asks the sets of characters: both must say the same of every name.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void IsMatch_OfAnyText_SaysWhatThePatternSays(string which)
    {
        var rule = which switch { "slug" => NameRule.Slug, "key" => NameRule.Key, "name" => NameRule.Name, _ => NameRule.Variable };
        string[] pairs = [.. Pieces.SelectMany(a => Pieces.Select(b => a + b))];
        string[] texts =
        [
            "", .. Pieces, .. pairs, .. pairs.SelectMany(a => Pieces.Select(b => a + b)),
            .. Lengths.SelectMany(length => new[] { new string('a', length), new string('A', length) }),
        ];

        Assert.All(texts, text => Assert.Equal(rule.Pattern.IsMatch(text), rule.IsMatch(text)));
        Assert.Contains(texts, t => rule.IsMatch(t));
    }
}
