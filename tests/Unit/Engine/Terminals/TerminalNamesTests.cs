using Signalbox.Engine.Terminals;

namespace Signalbox.Unit.Engine.Terminals;

public sealed class TerminalNamesTests
{
    [Theory]
    [InlineData("DOC-1", "DOC-1")]
    [InlineData("a.b:c", "a_b_c")]
    [InlineData("#(touch /tmp/x)#{pane_id}", "__touch__tmp_x___pane_id_")]
    [InlineData("-t other", "_t_other")]
    [InlineData("\u001b]0;title\u0007\n", "__0_title__")]
    [InlineData("ä€😀", "____")]
    [InlineData("", "_")]
    public void Clean_AnyText_IsANameThatMeansNothingElseToTmux(string text, string name) => Assert.Equal(name, TerminalNames.Clean(text));

    [Fact]
    public void Clean_LongText_IsCut() => Assert.Equal(60, TerminalNames.Clean(new string('x', 1000)).Length);

    [Fact]
    public void Socket_OfADataDirectory_IsItsOwnAndSafeToType()
    {
        var (one, other) = (TerminalNames.Socket("/data/one/terminals"), TerminalNames.Socket("/data/o'ne; rm/terminals"));

        Assert.Equal(one, TerminalNames.Socket("/data/one/terminals/"));
        Assert.NotEqual(one, other);
        Assert.Matches("^signalbox-[0-9a-f]{8}$", other);
    }

    [Theory]
    [InlineData("plain\ttext", "plain\ttext")]
    [InlineData("\u001b[31mred\u001b[0m end", "\u001b[31mred\u001b[0m end\u001b[0m")]
    [InlineData("\u001b]52;c;cm0gLXJm\u0007", "\uFFFD]52;c;cm0gLXJm\uFFFD")]
    [InlineData("\u001b[2J\u001b[1;1H", "\uFFFD[2J\uFFFD[1;1H")]
    [InlineData("a\rb\u0085\u009b31m", "a\uFFFDb\uFFFD\uFFFD31m")]
    public void Of_TextOfAnAgent_KeepsColoursAndNothingElseThatActs(string text, string shown) => Assert.Equal(shown, TerminalText.Of(text));
}
