using Signalbox.Engine.Workspaces.Diffs;

namespace Signalbox.Unit.Engine.Workspaces.Diffs;

public sealed class PatchTextTests
{
    [Fact]
    public void Parse_GitsForm_NumbersEveryLine()
    {
        var (hunks, isCut) = PatchText.Parse(
            "diff --git a/a b/a\nindex 1..2 100644\n--- a/a\n+++ b/a\n@@ -3,3 +3,4 @@ class A\n one\n-two\n+zwei\n+drei\n four\n@@ -20 +21,0 @@\n-gone\n");

        Assert.False(isCut);
        Assert.Equal(2, hunks.Count);
        Assert.Equal((3, 3, 3, 4, "class A"), (hunks[0].OldStart, hunks[0].OldCount, hunks[0].NewStart, hunks[0].NewCount, hunks[0].Heading));
        Assert.Equal(
            [
                new DiffLine(DiffLineKind.Context, 3, 3, "one"),
                new DiffLine(DiffLineKind.Removed, 4, null, "two"),
                new DiffLine(DiffLineKind.Added, null, 4, "zwei"),
                new DiffLine(DiffLineKind.Added, null, 5, "drei"),
                new DiffLine(DiffLineKind.Context, 5, 6, "four"),
            ],
            hunks[0].Lines);
        Assert.Equal([new DiffLine(DiffLineKind.Removed, 20, null, "gone")], hunks[1].Lines);
    }

    [Fact]
    public void Parse_LinesThatLookLikeHeads_AreLinesOfTheFile()
    {
        var (hunks, _) = PatchText.Parse("@@ -1,2 +1,3 @@\n--- a/b\n+++ x\n+@@ -9,9 +9,9 @@\n+\\ No newline\n @@\n");

        Assert.Equal(["-- a/b", "++ x", "@@ -9,9 +9,9 @@", "\\ No newline", "@@"], Assert.Single(hunks).Lines.Select(l => l.Text));
    }

    [Fact]
    public void Parse_NoNewlineAtEnd_IsSaidOfTheLineBefore()
    {
        var (hunks, _) = PatchText.Parse("@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n");

        Assert.Equal([("a", false), ("b", false)], hunks[0].Lines.Select(l => (l.Text, l.HasLineEnd)));
    }

    [Fact]
    public void Parse_AgentsFormWithoutNumbers_PartsPlacesAndKnowsNoNumbers()
    {
        var (hunks, _) = PatchText.Parse("--- a comment of SQL\n+new\n@@\n+more");

        Assert.Equal(2, hunks.Count);
        Assert.Equal([new DiffLine(DiffLineKind.Removed, null, null, "-- a comment of SQL"), new DiffLine(DiffLineKind.Added, null, null, "new")], hunks[0].Lines);
        Assert.Equal([new DiffLine(DiffLineKind.Added, null, null, "more")], hunks[1].Lines);
    }

    [Fact]
    public void Parse_TooManyLines_StopsAndSaysSo()
    {
        var (hunks, isCut) = PatchText.Parse("@@ -0,0 +1,3 @@\n+1\n+2\n+3\n", maxLines: 2);

        Assert.True(isCut);
        Assert.Equal(["1", "2"], hunks[0].Lines.Select(l => l.Text));
    }

    [Fact]
    public void Parse_LongLine_IsCutAndSaysSo()
    {
        var (hunks, _) = PatchText.Parse("@@ -0,0 +1 @@\n+" + new string('x', DiffLimits.MaxLine + 1) + "\n");

        var line = Assert.Single(hunks[0].Lines);
        Assert.True(line.IsCut);
        Assert.Equal(DiffLimits.MaxLine, line.Text.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("@@ -1,999999999999 +1 @@\n")]
    [InlineData("nothing of a change\nat all")]
    [InlineData("\\ No newline at end of file")]
    public void Parse_NoChange_IsNothing(string text) => Assert.Empty(PatchText.Parse(text).Hunks);
}
