using System.Diagnostics;
using Signalbox.Engine.Files;
using Signalbox.Unit.Engine.Agents;

namespace Signalbox.Unit.Engine.Files;

public sealed class UntrustedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public UntrustedFileTests()
    {
        Directory.CreateDirectory(In("work/sub"));
        File.WriteAllText(In("work/sub/plan.md"), "plan");
        File.WriteAllText(In("secret"), "hidden");
        File.CreateSymbolicLink(In("work/inside"), "sub/plan.md");
        File.CreateSymbolicLink(In("work/outside"), "../secret");
        Directory.CreateSymbolicLink(In("work/folder"), "sub");
        File.WriteAllText(In("work/first"), "two names");
        Run("ln", In("work/first"), In("work/second"));
        Run("mkfifo", In("work/pipe"));
    }

    [Theory]
    [InlineData("sub/plan.md", UntrustedLinks.Refused)]
    [InlineData("sub/plan.md", UntrustedLinks.Inside)]
    [InlineData("inside", UntrustedLinks.Inside)]
    [InlineData("folder/plan.md", UntrustedLinks.Inside)]
    public void Open_OfARegularFileInside_IsReadable(string path, UntrustedLinks links)
    {
        var result = UntrustedFile.Open(In("work"), path, 100, links);
        Assert.Null(result.Fault);
        using var reader = new StreamReader(result.File!);
        Assert.Equal("plan", reader.ReadToEnd());
    }

    [Theory]
    [InlineData("../secret", "leads out of the workspace")]
    [InlineData("outside", "is a link that leads out of the workspace")]
    [InlineData("/etc/hostname", "leads out of the workspace")]
    [InlineData("sub", "is not a regular file")]
    [InlineData("pipe", "is not a regular file")]
    [InlineData("first", "has 2 names (hard links)")]
    [InlineData("sub/plan.md\0.txt", "cannot hold a NUL")]
    public void Open_OfWhatIsNone_SaysWhy(string path, string expected)
    {
        var result = UntrustedFile.Open(In("work"), path, 100, UntrustedLinks.Inside);
        Assert.Null(result.File);
        Assert.False(result.Missing);
        Assert.Contains(expected, result.Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inside")]
    [InlineData("folder/plan.md")]
    public void Open_WhereLinksAreRefused_FollowsNoneAtAnyPlace(string path)
    {
        var result = UntrustedFile.Open(In("work"), path, 100, UntrustedLinks.Refused);
        Assert.Null(result.File);
        Assert.Contains("is a link", result.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_PastTheLimit_NamesBothSizes()
    {
        var result = UntrustedFile.Open(In("work"), "sub/plan.md", 3, UntrustedLinks.Inside);
        Assert.Null(result.File);
        Assert.Equal("'sub/plan.md' has 4 bytes; an output file has at most 3", result.Fault);
    }

    [Fact]
    public void Open_OfNone_IsMissing() => Assert.True(UntrustedFile.Open(In("work"), "none", 3, UntrustedLinks.Inside).Missing);

    public void Dispose() => _folder.Dispose();

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private string In(string name) => Path.Combine(_folder.Path, name);
}
