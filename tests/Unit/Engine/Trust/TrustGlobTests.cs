using System.Diagnostics;
using Signalbox.Engine.Trust;

namespace Signalbox.Unit.Engine.Trust;

public sealed class TrustGlobTests
{
    [Theory]
    [InlineData("*.md", "README.md", true)]
    [InlineData("*.md", "docs/guide/README.md", true)]
    [InlineData("*.md", "README.mdx", false)]
    [InlineData("*.md", "x.md/code.ts", false)]
    [InlineData("README*", "README", true)]
    [InlineData("README*", "a/README.txt", true)]
    [InlineData("/README*", "a/README.txt", false)]
    [InlineData("/README*", "README.txt", true)]
    [InlineData("tests/**/*", "tests/a.cs", true)]
    [InlineData("tests/**/*", "tests/a/b/c.cs", true)]
    [InlineData("tests/**/*", "src/tests/a.cs", false)]
    [InlineData("tests/**", "tests", false)]
    [InlineData("tests/", "src/tests/a.cs", true)]
    [InlineData("src/*.cs", "src/a.cs", true)]
    [InlineData("src/*.cs", "src/a/b.cs", false)]
    [InlineData("**/auth/**", "auth/login.ts", true)]
    [InlineData("**/auth/**", "src/auth/deep/login.ts", true)]
    [InlineData("**/auth/**", "src/author/login.ts", false)]
    [InlineData("**/*auth*/**", "src/oauth2/login.ts", true)]
    [InlineData("a/**/b", "a/b", true)]
    [InlineData("a/**/b", "a/x/y/b", true)]
    [InlineData("a/**/b", "a/x/y/c", false)]
    [InlineData("**", "any/thing", true)]
    [InlineData("?.txt", "a.txt", true)]
    [InlineData("?.txt", "ab.txt", false)]
    [InlineData("[a-c]*.txt", "bob.txt", true)]
    [InlineData("[!a-c]*.txt", "bob.txt", false)]
    [InlineData("[]]x", "]x", true)]
    [InlineData(@"\*.md", "*.md", true)]
    [InlineData(@"\{a\}.md", "{a}.md", true)]
    [InlineData("[{]a.md", "{a.md", true)]
    [InlineData(@"\*.md", "a.md", false)]
    [InlineData("*Auth*.php", "src/UserAuthService.php", true)]
    [InlineData("*Auth*.php", "src/author.php", false)]
    public void IsMatch_Pattern_TakesWhatGitWouldTake(string pattern, string path, bool expected) => Assert.Equal(expected, Glob(pattern).IsMatch(path));

    [Theory]
    [InlineData("auth", "src/auth/login.ts", true)]
    [InlineData(".env*", ".env.d/prod", true)]
    [InlineData("*Auth*", "controllers/Auth/Login.php", true)]
    [InlineData("src/auth", "src/auth/login.ts", true)]
    [InlineData("src/auth", "lib/src/auth/login.ts", false)]
    public void IsMatch_FoldersToo_TakesWhatIsInAFolderThatMatches(string pattern, string path, bool expected)
    {
        Assert.Equal(expected, Glob(pattern).IsMatch(path, foldersToo: true));
        Assert.False(Glob(pattern).IsMatch(path));
    }

    [Theory]
    [InlineData("", "names no file")]
    [InlineData(" / ", "names no file")]
    [InlineData("!*.md", "under 'exclude'")]
    [InlineData("[a-", "no ']' closes")]
    [InlineData("[a/b]", "no ']' closes")]
    [InlineData("./secrets/**", "called '.' or '..'")]
    [InlineData("a/../b", "called '.' or '..'")]
    [InlineData("*.{pem,key}", "has a '{', which is not expanded")]
    [InlineData(@"src\auth\**", "separated by '/'")]
    [InlineData(@"a\", "to take as it is")]
    [InlineData(@"a\/b", "to take as it is")]
    [InlineData(@"\\[", "no ']' closes")]
    public void TryParse_Broken_SaysWhatIsWrong(string pattern, string fault)
    {
        Assert.Null(TrustGlob.TryParse(pattern, out var said));
        Assert.Contains(fault, said, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_TooLong_IsRefused() => Assert.Null(TrustGlob.TryParse(new string('a', TrustGlob.MaxLength + 1), out _));

    [Fact]
    public void IsMatch_PatternAndPathMadeToTakeForEver_AnswersAtOnce()
    {
        var stars = Glob(string.Concat(Enumerable.Repeat("*a", 200)) + "b");
        var folders = Glob(string.Concat(Enumerable.Repeat("**/a/", 100)) + "b");
        var watch = Stopwatch.StartNew();

        Assert.False(stars.IsMatch(new string('a', 4000)));
        Assert.False(folders.IsMatch(string.Concat(Enumerable.Repeat("a/", 2000)) + "c"));

        // milliseconds; anything that goes back and forth would take longer than the universe is old
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }

    [Theory]
    [InlineData("./src/a.cs", "src/a.cs")]
    [InlineData("/src/a.cs", "src/a.cs")]
    [InlineData(".env", ".env")]
    [InlineData(" a", " a")]
    public void Normalize_TakesAwayOnlyWhatLeadsToTheRoot(string path, string expected) => Assert.Equal(expected, TrustGlob.Normalize(path));

    private static TrustGlob Glob(string pattern)
    {
        var glob = TrustGlob.TryParse(pattern, out var fault);
        Assert.Null(fault);
        Assert.Equal(pattern, glob!.ToString());
        return glob;
    }
}
