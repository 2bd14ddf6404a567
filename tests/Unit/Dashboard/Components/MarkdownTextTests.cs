using Bunit;
using Signalbox.Dashboard.Components.Conversations;

namespace Signalbox.Unit.Dashboard.Components;

/// <summary>Agents' words are laid out, and nothing in them acts (design/security.md: Markdown without raw HTML and with allowed link schemes).</summary>
public sealed class MarkdownTextTests : ComponentBench
{
    [Fact]
    public void Text_OrdinaryMarkdown_IsLaidOut()
    {
        var cut = Show("## Done\n\nI *changed* **two** files with `sed`:\n\n1. one\n2. two\n\n> said\n\n```sh\nls <dir>\necho\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n---\n[docs](https://example.com/x)");

        Assert.Equal("Done", cut.Find(".md-head").TextContent);
        Assert.Equal(("changed", "two", "sed"), (cut.Find("em").TextContent, cut.Find("strong").TextContent, cut.Find("code").TextContent));
        Assert.Equal(["one", "two"], cut.FindAll("ol > li").Select(l => l.TextContent));
        Assert.Equal("said", cut.Find("blockquote").TextContent);
        Assert.Equal("ls <dir>\necho", cut.Find("pre").TextContent);
        Assert.Equal(["a", "b", "1", "2"], cut.FindAll("th, td").Select(c => c.TextContent));
        Assert.Single(cut.FindAll("hr"));
        var link = cut.Find("a");
        Assert.Equal(("https://example.com/x", "noopener noreferrer nofollow", "docs"), (link.GetAttribute("href"), link.GetAttribute("rel"), link.TextContent));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<div onclick=alert(1)>\n\ntext\n\n</div>")]
    [InlineData("![x](https://evil.example/pixel.png)")]
    [InlineData("![x](javascript:alert(1))")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](data:text/html,<script>alert(1)</script>)")]
    [InlineData("[x](vbscript:alert(1))")]
    [InlineData("[x](file:///etc/passwd)")]
    [InlineData("[x](//evil.example)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("[x]: javascript:alert(1)\n\n[x]")]
    [InlineData("[a](java&#115;cript:alert(1))")]
    [InlineData("&lt;script&gt;alert(1)&lt;/script&gt;")]
    public void Text_HostileMarkdown_MakesNothingThatActs(string text)
    {
        var cut = Show(text);

        Assert.Empty(cut.FindAll("script, img, iframe, a, [onclick], [onerror], style, form, input"));
    }

    [Fact]
    public void Text_HiddenCharacters_AreShown() => Assert.Equal(["⟨U+202E⟩"], Show("safe\u202Etxt.exe").FindAll(".ln-ctl").Select(m => m.TextContent));

    [Fact]
    public void Text_NestedWithoutEnd_IsStillShown()
    {
        Assert.NotEmpty(Show(string.Concat(Enumerable.Repeat("> ", 5000)) + "deep").Markup);
        Assert.NotEmpty(Show(new string('[', 5000) + "deep").Markup);
        Assert.NotEmpty(Show(string.Concat(Enumerable.Repeat("*a **b ", 2000))).Markup);
    }

    private IRenderedComponent<MarkdownText> Show(string text) => Render<MarkdownText>(p => p.Add(m => m.Text, text));
}
