using Signalbox.Dashboard.Cli;

namespace Signalbox.Unit.Dashboard.Cli;

/// <summary>Spec 4, dependencies: "tmux", version ">=3.0".</summary>
public sealed class ProgramChecksTests
{
    [Theory]
    [InlineData("tmux 3.0a", "ok")]
    [InlineData("tmux 3.3a", "ok")]
    [InlineData("tmux next-3.6", "ok")]
    [InlineData("tmux 2.9a", "warn")]
    [InlineData("tmux master", "warn")]
    [InlineData(null, "warn")]
    public void Tmux_OfThisVersion_IsGoodOrNiceToHave(string? said, string result)
    {
        var check = ProgramChecks.Tmux(said);

        Assert.Equal((result, said ?? "not found"), (check.Result, check.Found));
        Assert.Equal(result is "warn", check.Advice?.Contains("tmux 3.0 or newer", StringComparison.Ordinal) ?? false);
    }
}
