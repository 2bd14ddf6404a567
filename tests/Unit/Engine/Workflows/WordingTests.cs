using Signalbox.Engine.Workflows;

namespace Signalbox.Unit.Engine.Workflows;

public sealed class WordingTests
{
    [Theory]
    [InlineData("promt", "prompt")]
    [InlineData("rnu", "run")]
    [InlineData("timeout", "timeout_seconds")]
    [InlineData("Prompt", "prompt")]
    [InlineData("colour", null)]
    [InlineData("", null)]
    public void Nearest_Found_GivesTheLikelyOne(string found, string? expected) =>
        Assert.Equal(expected, Wording.Nearest(found, ["run", "prompt", "timeout_seconds", "needs"]));

    [Fact]
    public void Quote_LongOrStrangeText_StaysOneShortLine()
    {
        Assert.Equal("'a b c'", Wording.Quote("a\nb\u001bc"));
        Assert.True(Wording.Quote(new string('x', 100_000)).Length < 70);
    }
}
