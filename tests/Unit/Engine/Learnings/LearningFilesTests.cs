using Signalbox.Engine.Learnings;

namespace Signalbox.Unit.Engine.Learnings;

/// <summary>Spec 4, 4.1: <c>learnings/bugs.md</c>, <c>patterns.md</c>, <c>anti_patterns.md</c>.</summary>
public sealed class LearningFilesTests : IDisposable
{
    private readonly DirectoryInfo _repository = Directory.CreateTempSubdirectory("signalbox-learnings-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _repository.Delete(recursive: true);

    [Theory]
    [Trait("Spec4", "4.1 learnings/: bugs.md bug patterns, patterns.md code patterns, anti_patterns.md what to avoid")]
    [InlineData(LearningKind.Bugs, "bugs.md", "# Bug patterns")]
    [InlineData(LearningKind.Patterns, "patterns.md", "# Code patterns")]
    [InlineData(LearningKind.AntiPatterns, "anti_patterns.md", "# What to avoid")]
    public async Task Spec4_EachKind_HasItsFile(LearningKind kind, string name, string heading)
    {
        Assert.Null(await LearningFiles.WriteAsync(_repository.FullName, kind, "one", isThere: true, Stop));
        Assert.Null(await LearningFiles.WriteAsync(_repository.FullName, kind, "two", isThere: true, Stop));
        Assert.Null(await LearningFiles.WriteAsync(_repository.FullName, kind, "two", isThere: true, Stop));

        Assert.Equal($"{heading}\n\n- one\n- two\n", await File.ReadAllTextAsync(Path.Combine(_repository.FullName, ".ai/project/learnings", name), Stop));
        Assert.Equal(["one", "two"], await LearningFiles.ReadAsync(_repository.FullName, kind, Stop));
    }

    [Fact]
    public async Task Write_IntoAFileThatPeopleEdited_KeepsEveryOtherLine()
    {
        var path = Path.Combine(_repository.FullName, ".ai/project/learnings/bugs.md");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "Mine:\r\n- old\r\n  with more\r\n\r\nEnd", Stop);

        await LearningFiles.WriteAsync(_repository.FullName, LearningKind.Bugs, "new", isThere: true, Stop);
        Assert.Equal("Mine:\r\n- old\r\n  with more\r\n\r\nEnd\r\n- new\r\n", await File.ReadAllTextAsync(path, Stop));

        await LearningFiles.WriteAsync(_repository.FullName, LearningKind.Bugs, "new", isThere: false, Stop);
        Assert.Equal("Mine:\r\n- old\r\n  with more\r\n\r\nEnd\r\n", await File.ReadAllTextAsync(path, Stop));
    }

    [Fact]
    public async Task Write_ThroughALink_IsRefused()
    {
        var outside = Directory.CreateTempSubdirectory("signalbox-outside-");
        Directory.CreateSymbolicLink(Path.Combine(_repository.FullName, ".ai"), outside.FullName);

        Assert.Contains("is a link", await LearningFiles.WriteAsync(_repository.FullName, LearningKind.Bugs, "x", isThere: true, Stop), StringComparison.Ordinal);
        Assert.Empty(outside.GetFileSystemInfos());
        outside.Delete(recursive: true);
    }

    [Theory]
    [InlineData("learning: use bash", LearningKind.Patterns, "use bash")]
    [InlineData("- Learning: bugs: the cache  lies", LearningKind.Bugs, "the cache  lies")]
    [InlineData("learning: anti-patterns: inline code", LearningKind.AntiPatterns, "inline code")]
    [InlineData("learning: note: this too", LearningKind.Patterns, "note: this too")]
    public void Proposal_OfALineOfTheNotes_IsRead(string line, LearningKind kind, string text) => Assert.Equal((kind, text), LearningWords.Proposal(line));

    [Theory]
    [InlineData("learning:")]
    [InlineData("learning: bugs:  ")]
    [InlineData("what I am learning: much")]
    public void Proposal_OfAnyOtherLine_IsNone(string line) => Assert.Null(LearningWords.Proposal(line));
}
