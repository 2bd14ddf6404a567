using Signalbox.Engine.Workspaces.Diffs;

namespace Signalbox.Unit.Engine.Workspaces.Diffs;

public sealed class LineDiffTests
{
    [Fact]
    public void Unified_OfEqualTexts_IsEmpty() => Assert.Empty(LineDiff.Unified("a\nb\n", "a\nb\n", "1", "2"));

    [Fact]
    public void Unified_ShowsWhatChangedWithThreeLinesAround()
    {
        var from = string.Join('\n', Enumerable.Range(1, 20)) + "\n";
        var to = from.Replace("\n10\n", "\nten\n10a\n", StringComparison.Ordinal);
        Assert.Equal("--- v1\n+++ v2\n@@ -7,7 +7,8 @@\n 7\n 8\n 9\n-10\n+ten\n+10a\n 11\n 12\n 13\n", LineDiff.Unified(from, to, "v1", "v2"));
    }

    [Fact]
    public void Unified_OfDistantChanges_HasAHunkForEach()
    {
        var from = string.Join('\n', Enumerable.Range(1, 30)) + "\n";
        var to = from.Replace("1\n2\n", "1\n", StringComparison.Ordinal).Replace("\n29\n", "\n29\nmore\n", StringComparison.Ordinal);
        var diff = LineDiff.Unified(from, to, "v1", "v2");
        Assert.Equal(2, diff.Split("@@ -").Length - 1);
        Assert.Contains("\n-2\n", diff, StringComparison.Ordinal);
        Assert.Contains("\n+more\n", diff, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "a\n", "@@ -0,0 +1,1 @@\n+a\n")]
    [InlineData("a\n", "", "@@ -1,1 +0,0 @@\n-a\n")]
    public void Unified_FromOrToNothing_CountsFromNought(string from, string to, string expected) =>
        Assert.EndsWith(expected, LineDiff.Unified(from, to, "1", "2"), StringComparison.Ordinal);
}
