using Signalbox.Engine.Workflows.Import.FeatureSpecs;

namespace Signalbox.Unit.Engine.Workflows.Import.FeatureSpecs;

public sealed class SpecCommandTests
{
    [Theory]
    [InlineData("`dotnet test` passes", "dotnet test")]
    [InlineData("`make check`", "make check")]
    [InlineData("`make check` exits 0.", "make check")]
    [InlineData("run: make check", "make check")]
    [InlineData("$ make check", "make check")]
    public void Of_NothingButACommand_IsTheCommand(string text, string command) => Assert.Equal(command, SpecCommand.Of(text));

    [Theory]
    [InlineData("API complete, tests pass")]
    [InlineData("`progress_read()` returns what was saved")]
    [InlineData("Run `make check` before each commit")]
    [InlineData("`a` passes and `b` passes")]
    [InlineData("run: first\nthen a sentence")]
    [InlineData("$HOME is kept")]
    [InlineData("``")]
    [InlineData("run:")]
    [InlineData("")]
    [InlineData(null)]
    public void Of_ASentence_NamesNone(string? text) => Assert.Null(SpecCommand.Of(text));

    [Fact]
    public void Script_OfSeveral_HasEachOnce() => Assert.Equal("a\nb", SpecCommand.Script(["`a`", "words", "run: b", "$ a", null]));
}
