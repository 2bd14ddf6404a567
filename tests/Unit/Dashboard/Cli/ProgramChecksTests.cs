using Signalbox.Dashboard.Cli;

namespace Signalbox.Unit.Dashboard.Cli;

/// <summary>Spec 4, dependencies: "tmux", version ">=3.0", and "git", version ">=2.30".</summary>
public sealed class ProgramChecksTests
{
    [Theory]
    [InlineData("git version 2.30.0", "ok")]
    [InlineData("git version 2.39.5", "ok")]
    [InlineData("git version 2.50.1 (Apple Git-155)", "ok")]
    [InlineData("git version 3.0", "ok")]
    [InlineData("git version 2.29.3", "fail")]
    [InlineData("git version 1.8.3.1", "fail")]
    [InlineData("git version unknown", "fail")]
    [InlineData(null, "fail")]
    [Trait("Spec4", "dependencies: git >=2.30, worktree support")]
    public void Git_OfThisVersion_IsGoodOrMissing(string? said, string result)
    {
        var check = ProgramChecks.Git(said);

        Assert.Equal(result, check.Result);
        Assert.Equal(result is "fail", check.Advice?.Contains("install git 2.30 or newer", StringComparison.Ordinal) ?? false);
    }

    [Theory]
    [InlineData("tmux 3.0a", "ok")]
    [InlineData("tmux 3.3a", "ok")]
    [InlineData("tmux next-3.6", "ok")]
    [InlineData("tmux 2.9a", "warn")]
    [InlineData("tmux master", "warn")]
    [InlineData(null, "warn")]
    [Trait("Spec4", "dependencies: tmux >=3.0, session management")]
    public void Tmux_OfThisVersion_IsGoodOrNiceToHave(string? said, string result)
    {
        var check = ProgramChecks.Tmux(said);

        Assert.Equal((result, said ?? "not found"), (check.Result, check.Found));
        Assert.Equal(result is "warn", check.Advice?.Contains("tmux 3.0 or newer", StringComparison.Ordinal) ?? false);
    }
}
