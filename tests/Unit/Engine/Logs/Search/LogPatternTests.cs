using Signalbox.Engine.Logs.Search;

namespace Signalbox.Unit.Engine.Logs.Search;

public sealed class LogPatternTests
{
    [Theory]
    [InlineData("error", false, false, "Error: no ERROR, errors", 3)]
    [InlineData("error", false, true, "Error: no ERROR, errors", 1)]
    [InlineData("aa", false, false, "aaaaa", 2)]
    [InlineData("a.c", false, false, "abc a.c", 1)]
    [InlineData("a.c", true, false, "ABC a.c", 2)]
    [InlineData("^$", true, false, "", 1)]
    [InlineData(@"\d+", true, false, "1 22 x333", 3)]
    [InlineData("grün", false, false, "GRÜN grün", 2)]
    public void Count_Text_IsExact(string text, bool isRegex, bool matchCase, string line, int expected)
    {
        var (pattern, fault) = LogPattern.Create(text, isRegex, matchCase);
        Assert.Null(fault);
        Assert.Equal(expected, pattern!.Count(line));
        Assert.Equal(expected > 0, pattern.IsMatch(line));
        Assert.Equal(expected, pattern.Find(line, 100).Count);
        Assert.All(pattern.Find(line, 100), r => Assert.InRange(r.Start + r.Length, 0, line.Length));
    }

    [Theory]
    [InlineData("a(b", "'a(b' is not a regular expression: not enough )'s (at character 3)")]
    [InlineData("[z-a]", "'[z-a]' is not a regular expression: [x-y] range in reverse order (at character 4)")]
    [InlineData("*x", "'*x' is not a regular expression: quantifier '*' following nothing (at character 1)")]
    public void Create_BadExpression_SaysInOneSentenceWhatIsWrong(string text, string expected)
    {
        var (pattern, fault) = LogPattern.Create(text, isRegex: true, matchCase: false);
        Assert.Null(pattern);
        Assert.Equal(expected, fault);
    }

    [Theory]
    [InlineData(@"(a)\1")]
    [InlineData("a(?=b)")]
    public void Create_ExpressionThatCouldTakeForever_IsRefused(string text)
    {
        var (pattern, fault) = LogPattern.Create(text, isRegex: true, matchCase: false);
        Assert.Null(pattern);
        Assert.Contains("of a kind that is not taken here", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_NothingOrTooMuch_IsRefused()
    {
        Assert.Equal("there is nothing to search for", LogPattern.Create("", isRegex: false, matchCase: false).Fault);
        Assert.Contains("at most 1000", LogPattern.Create(new string('x', 1001), isRegex: true, matchCase: false).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Count_ExpressionMadeToBacktrack_TakesLinearTime()
    {
        var (pattern, _) = LogPattern.Create("(a+)+$", isRegex: true, matchCase: true);
        var begun = TimeProvider.System.GetTimestamp();
        Assert.Equal(0, pattern!.Count(new string('a', 5_000) + "b"));
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 0, 5);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\u001b[1;31mred\u001b[0m ok", "red ok")]
    [InlineData("a\u001b]8;;https://example.com\u001b\\link\u001b]8;;\u001b\\b", "alinkb")]
    [InlineData("a\u001b]0;title\ab\u001b]8;;x\u001b\\c", "abc")]
    [InlineData("a\u001b[2Kb\u001b", "ab")]
    [InlineData("a\u001b[31", "a")]
    public void PlainText_EscapeSequences_AreGone(string line, string expected) => Assert.Equal(expected, PlainText.Of(line));
}
