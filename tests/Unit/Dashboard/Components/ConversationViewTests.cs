using System.Text;
using Bunit;
using Signalbox.Dashboard.Components.Conversations;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Runs;
using Signalbox.Unit.Engine.Logs;

namespace Signalbox.Unit.Dashboard.Components;

public sealed class ConversationViewTests : ComponentBench
{
    private const string Session = """{"type":"system","subtype":"init","session_id":"s-1","model":"model-1"}""";
    private const string End = """{"type":"result","subtype":"success","is_error":false,"result":"Done.","session_id":"s-1"}""";

    [Fact]
    public async Task View_EachKindOfEntry_IsShownAndToolsAreClosed()
    {
        await StoreAsync(
            true,
            Session,
            Says("""{"type":"thinking","thinking":"First the tests.\nThen the rest."}"""),
            Says($$"""{"type":"text","text":"I look. {{Samples.Hostile}}"}"""),
            Says("""{"type":"tool_use","id":"t1","name":"Bash","input":{"command":"git ls-files","timeout":5}}"""),
            Answers("t1", "3 files", isError: false),
            Says("""{"type":"tool_use","id":"t2","name":"Edit","input":{"file_path":"src/shop.cs","old_string":"var a = 1;","new_string":"var a = 2;\nvar b = 3;"}}"""),
            Answers("t2", "no such file", isError: true),
            Says("""{"type":"tool_use","id":"t3","name":"Write","input":{"file_path":"note.md","content":"one\ntwo"}}"""),
            Answers("t3", "written", isError: false),
            End);

        var cut = Show(AttemptOf("claude", ended: true));

        cut.WaitForAssertion(() => Assert.Contains("model-1", cut.Find(".conv-head").TextContent, StringComparison.Ordinal));
        Assert.Contains("s-1", cut.Find(".conv-head").TextContent, StringComparison.Ordinal);
        Assert.Equal("I look. " + Samples.Hostile, cut.Find("li > .said").TextContent);
        Assert.Empty(cut.FindAll("script"));
        Assert.Equal("First the tests.", cut.Find(".thought .fold-brief").TextContent);
        var bash = cut.Find("[data-tool=Bash]");
        Assert.False(bash.HasAttribute("open"));
        Assert.Equal(("git ls-files", "Done"), (bash.QuerySelector(".fold-brief")!.TextContent, bash.QuerySelector(".signal")!.TextContent.Trim()));
        Assert.Equal(["{\n  \"command\": \"git ls-files\",\n  \"timeout\": 5\n}", "3 files"], bash.QuerySelectorAll("pre").Select(p => p.TextContent));
        Assert.Equal("Error", cut.Find("[data-tool=Edit] .signal").TextContent.Trim());
        var file = cut.Find("[data-file='note.md']");
        Assert.True(file.HasAttribute("open"));
        Assert.Equal("+2−0", file.QuerySelector(".fold-end")!.TextContent);
        Assert.Equal(["+one", "+two"], file.QuerySelectorAll(".dv-add").Select(l => l.TextContent.TrimEnd()));
        Assert.Empty(cut.FindAll(".talk-note"));
    }

    [Fact]
    public async Task View_WhileTheAttemptGoesOn_GrowsWithItsLog()
    {
        await StoreAsync(false, Session, Says("""{"type":"text","text":"I look."}"""));
        var cut = Show(AttemptOf("claude", ended: false));
        cut.WaitForAssertion(() => Assert.Equal(["I look."], cut.FindAll("li > .said").Select(e => e.TextContent)));

        await StoreAsync(true, Says("""{"type":"text","text":"I found it."}"""), End);
        Logs.Value.Signals.Announce(LogLab.Attempt, LogStream.Stdout, Logs.Value.Store.Position);

        cut.WaitForAssertion(() => Assert.Equal(["I look.", "I found it."], cut.FindAll("li > .said").Select(e => e.TextContent)), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task View_EndedWithoutItsLastLine_SaysSo()
    {
        await StoreAsync(true, Session, Says("""{"type":"text","text":"I look."}"""));

        var cut = Show(AttemptOf("claude", ended: true));

        cut.WaitForAssertion(() => Assert.Contains("did not say how it ended", cut.Find(".talk-note").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task View_MoreThanAPage_LeadsToTheOthers()
    {
        await StoreAsync(true, [Session, .. Enumerable.Range(0, 450).Select(n => Says($$"""{"type":"text","text":"word {{n}}"}""")), End]);

        var cut = Show(AttemptOf("claude", ended: true), from: 200);

        cut.WaitForAssertion(() => Assert.Equal("201–400 of 450", cut.Find(".talk-pages > span").TextContent));
        Assert.Equal("word 200", cut.Find("li > .said").TextContent);
        Assert.Equal(["at/0", "at/400", "at/400"], cut.FindAll(".talk-pages a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public async Task View_NothingWasSaid_SaysWhatToDo()
    {
        await StoreAsync(true);

        var cut = Show(AttemptOf("claude", ended: true));

        cut.WaitForAssertion(() => Assert.Contains("ended without a word", cut.Find(".empty").TextContent, StringComparison.Ordinal));
    }

    /// <summary>What the agent was asked stands first, masked; paths are those of the workspace.</summary>
    [Fact]
    public async Task View_WithAPromptAndAWorkspace_ShowsBothAsPeopleSayThem()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("signalbox-prompt-");
        try
        {
            await File.WriteAllTextAsync(System.IO.Path.Combine(folder.FullName, "prompt.md"), $"Change the **shop**.\n{Samples.Hostile}", Xunit.TestContext.Current.CancellationToken);
            await StoreAsync(
                true,
                Session,
                Says("""{"type":"tool_use","id":"t1","name":"Read","input":{"file_path":"/w/src/shop.cs"}}"""),
                Says("""{"type":"tool_use","id":"t2","name":"Write","input":{"file_path":"/w/note.md","content":"one"}}"""),
                Answers("t2", "written", isError: false),
                End);

            var cut = Show(AttemptOf("claude", ended: true, folder.FullName), root: "/w");

            cut.WaitForAssertion(() => Assert.Equal("src/shop.cs", cut.Find("[data-tool=Read] .fold-brief").TextContent));
            Assert.Equal("note.md", cut.Find("details[data-file]").GetAttribute("data-file"));
            var asked = cut.WaitForElement("[data-prompt]");
            Assert.True(asked.HasAttribute("open"));
            Assert.Equal("shop", asked.QuerySelector("strong")!.TextContent);
            Assert.Contains(Samples.Hostile, asked.TextContent, StringComparison.Ordinal);
            Assert.Empty(cut.FindAll("script"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("/w/a.cs", "/w", "a.cs")]
    [InlineData("/w/a.cs", null, "/w/a.cs")]
    [InlineData("/work/a.cs", "/w", "/work/a.cs")]
    [InlineData("/w", "/w", "/w")]
    [InlineData("a.cs", "/w", "a.cs")]
    public void Relative_Path_IsWithoutTheWorkspaceOnlyWhereItIsInIt(string path, string? root, string expected) => Assert.Equal(expected, ConversationWords.Relative(path, root));

    [Theory]
    [InlineData("""{"command":"ls -la\nmore"}""", "ls -la")]
    [InlineData("""{"command":["sh","-c","ls"]}""", "sh -c ls")]
    [InlineData("""{"limit":3,"file_path":"a.cs"}""", "a.cs")]
    [InlineData("""{"other":"words"}""", "words")]
    [InlineData("""{"other":null}""", "")]
    [InlineData("{}", "")]
    [InlineData("no json", "no json")]
    public void Brief_Input_IsOneTellingLine(string input, string expected) => Assert.Equal(expected, ConversationWords.Brief(input));

    [Fact]
    public void Usage_WhatIsUnknown_IsLeftOut()
    {
        Assert.Equal("0.33 premium requests", ConversationWords.Usage(new AgentUsage { PremiumRequests = 0.33m }));
        Assert.Equal("1,000 premium requests", ConversationWords.Usage(new AgentUsage { PremiumRequests = 1000.0m }));
        Assert.Equal("1,200 tokens in · 30 tokens out · ≈ $0.12", ConversationWords.Usage(new AgentUsage { InputTokens = 1200, OutputTokens = 30, CostUsd = 0.12m, CostEstimated = true }));
    }

    private static string Says(string part) => $$$"""{"type":"assistant","message":{"id":"m","content":[{{{part}}}]}}""";

    private static string Answers(string id, string text, bool isError) =>
        $$$"""{"type":"user","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"{{{id}}}","content":"{{{text}}}","is_error":{{{(isError ? "true" : "false")}}}}]}}""";

    private static Attempt AttemptOf(string agent, bool ended, string directory = "/data/attempt")
    {
        var attempt = new Attempt
        {
            Id = LogLab.Attempt,
            StepRunId = EntityId.New<StepRunId>(),
            RunId = LogLab.Run,
            Number = 1,
            Agent = agent,
            Directory = directory,
            PromptHash = "00",
            StartedAt = Samples.Noon,
        };
        if (ended)
        {
            attempt.End(AttemptStatus.Succeeded, Samples.Noon);
        }

        return attempt;
    }

    private Task StoreAsync(bool complete, params string[] lines) => Logs.Value.Store.StoreAsync(Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n"))), [60_000], complete);

    private IRenderedComponent<ConversationView> Show(Attempt attempt, int from = 0, string? root = null) => Render<ConversationView>(p => p
        .Add(v => v.Attempt, attempt)
        .Add(v => v.From, from)
        .Add(v => v.Root, root)
        .Add(v => v.PageHref, first => $"at/{first}")
        .Add(v => v.Label, "Conversation"));
}
