using System.Globalization;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Conversations;
using Signalbox.Unit.Dashboard.Components;

namespace Signalbox.Unit.Engine.Agents.Conversations;

public sealed class ConversationReaderTests
{
    private static readonly ConversationDialects Dialects = new(AgentSettings.Default, new Signalbox.Unit.Engine.Runs.FakeCatalog());

    private static readonly string[] Claude =
    [
        """{"type":"system","subtype":"init","session_id":"s-1","model":"model-a"}""",
        "a warning of the program",
        """{"type":"assistant","message":{"id":"m1","content":[{"type":"thinking","thinking":"Let me see."},{"type":"text","text":"I look."}]}}""",
        """{"type":"assistant","message":{"id":"m1","content":[{"type":"tool_use","id":"t1","name":"Edit","input":{"file_path":"/w/a.txt","old_string":"x","new_string":"y"}}]}}""",
        """{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t1","content":"edited","is_error":false}]}}""",
        """{"type":"some_later_kind","x":1}""",
        """{"type":"assistant","message":{"id":"m2","content":[{"type":"text","text":"Done."}]}}""",
        """{"type":"result","subtype":"success","is_error":false,"result":"Done.","total_cost_usd":0.5}""",
    ];

    [Fact]
    public void Page_WholeAttempt_IsTheConversation()
    {
        var page = Read("claude", new ConversationBounds(), Claude);

        Assert.Equal(
            [
                new ConversationEntry.Remark("a warning of the program") { Index = 0 },
                new ConversationEntry.Thinking("Let me see.") { Index = 1 },
                new ConversationEntry.Message("I look.") { Index = 2 },
                new ConversationEntry.ToolUse("t1", "Edit", """{"file_path":"/w/a.txt","old_string":"x","new_string":"y"}""", "edited", IsError: false, ExitCode: null) { Index = 3 },
                new ConversationEntry.FileChange("/w/a.txt", "update", "-x\n+y") { Index = 4 },
                new ConversationEntry.Message("Done.") { Index = 5 },
                new ConversationEntry.UsageReport(new AgentUsage { CostUsd = 0.5m }) { Index = 6 },
            ],
            page.Entries);
        Assert.Equal((7, true, "s-1", "model-a", null), (page.Total, page.IsComplete, page.SessionId, page.Model, page.Next));
    }

    [Fact]
    public void Page_InParts_EachEntryIsOnOnePageAndKeepsItsNumber()
    {
        var whole = Read("claude", new ConversationBounds(), Claude);
        var entries = new List<ConversationEntry>();
        for (int? from = 0; from is not null;)
        {
            var page = Read("claude", new ConversationBounds { From = from.Value, Count = 2 }, Claude);
            Assert.True(page.Entries.Count <= 2);
            Assert.Equal(7, page.Total);
            entries.AddRange(page.Entries);
            from = page.Next;
        }

        Assert.Equal(whole.Entries, entries);
    }

    [Fact]
    public void Page_WhileItGoesOn_GrowsWithTheLines()
    {
        var reader = Dialects.Open("claude", new ConversationBounds())!;

        reader.Lines(Claude[..4]);
        var open = reader.Page();
        reader.Lines(Claude[4..]);

        Assert.False(open.IsComplete);
        Assert.Null(Assert.IsType<ConversationEntry.ToolUse>(open.Entries[^1]).Output);
        Assert.Equal(Read("claude", new ConversationBounds(), Claude).Entries, reader.Page().Entries);
    }

    [Fact]
    public void Page_PiecesOfOneMessage_AreOneEntry()
    {
        var page = Read(
            "gemini",
            new ConversationBounds(),
            """{"type":"message","role":"assistant","content":"I ","delta":true}""",
            """{"type":"message","role":"assistant","content":"look.","delta":true}""",
            """{"type":"tool_use","tool_name":"ls","tool_id":"t1","parameters":{}}""",
            """{"type":"message","role":"assistant","content":"Done.","delta":true}""");

        Assert.Equal(["I look.", "Done."], page.Entries.OfType<ConversationEntry.Message>().Select(message => message.Text));
        Assert.Equal([0, 1, 2], page.Entries.Select(entry => entry.Index));
    }

    [Fact]
    public void Page_PiecesOfAnApi_AreOneEntryEach()
    {
        var page = Read(
            "anthropic",
            new ConversationBounds(),
            """{"type":"session","session_id":"at_1","model":"m"}""",
            """{"type":"thinking","text":"Two "}""",
            """{"type":"thinking","text":"and two."}""",
            """{"type":"text","text":"Fo"}""",
            """{"type":"text","text":"ur"}""",
            """{"type":"error","status":429,"message":"slow down","retry_at":"2026-03-01T10:00:00Z"}""");

        Assert.Equal(new ConversationEntry.Thinking("Two and two.") { Index = 0 }, page.Entries[0]);
        Assert.Equal(new ConversationEntry.Message("Four") { Index = 1 }, page.Entries[1]);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero), Assert.IsType<ConversationEntry.RateLimit>(page.Entries[2]).ResetsAt);
    }

    [Theory]
    [InlineData("codex", """{"type":"item.completed","item":{"id":"i1","type":"command_execution","command":"ls","aggregated_output":"a","exit_code":2,"status":"failed"}}""", "command_execution", 2)]
    [InlineData("copilot", """{"type":"assistant.message","data":{"content":"","toolRequests":[{"toolCallId":"c1","name":"bash","arguments":{}}]}}""", "bash", null)]
    public void Page_OtherDialects_AreReadToo(string agent, string line, string tool, int? exitCode)
    {
        var use = Assert.IsType<ConversationEntry.ToolUse>(Assert.Single(Read(agent, new ConversationBounds(), line).Entries));

        Assert.Equal((tool, exitCode), (use.Name, use.ExitCode));
    }

    [Fact]
    public void Page_LongTexts_AreCut()
    {
        var line = $$$"""{"type":"assistant","message":{"id":"m1","content":[{"type":"text","text":"{{{new string('x', 500)}}}"}]}}""";

        var message = Assert.IsType<ConversationEntry.Message>(Assert.Single(Read("claude", new ConversationBounds { TextLength = 100 }, line).Entries));

        Assert.Equal(new string('x', 100) + "…", message.Text);
    }

    [Fact]
    public void Page_ManyLines_HoldsOnePage()
    {
        var reader = Dialects.Open("codex", new ConversationBounds { From = 99_990, Count = 500 })!;

        reader.Lines(Enumerable.Range(0, 100_000).Select(n => string.Create(CultureInfo.InvariantCulture, $$$"""{"type":"item.completed","item":{"id":"i{{{n}}}","type":"agent_message","text":"message {{{n}}}"}}""")));

        var page = reader.Page();
        Assert.Equal(100_000, page.Total);
        Assert.Equal(Enumerable.Range(99_990, 10), page.Entries.Select(entry => entry.Index));
        Assert.Equal("message 99999", Assert.IsType<ConversationEntry.Message>(page.Entries[^1]).Text);
    }

    [Fact]
    public void Open_Shell_HasNoConversation()
    {
        Assert.Null(Dialects.Open("shell", new ConversationBounds()));
        Assert.False(Dialects.Has("shell"));
        Assert.True(Dialects.Has("copilot"));
    }

    [Theory]
    [InlineData(AgentKind.Command, true)]
    [InlineData(AgentKind.Api, true)]
    [InlineData(AgentKind.Worker, false)]
    public void Has_AgentThatSomebodyRegistered_AsItsKindWrites(AgentKind kind, bool expected)
    {
        var agents = new FakeAgentCatalog();
        agents.Known.Add(new AgentInfo { Id = "own", Name = "own", Kind = kind, Provider = "local", Capabilities = [], Status = AgentStatus.Active, StatusReason = "registered" });

        Assert.Equal(expected, new ConversationDialects(AgentSettings.Default, agents).Has("own"));
    }

    [Fact]
    public void Page_RegisteredProgram_IsItsText()
    {
        var agents = new FakeAgentCatalog();
        agents.Known.Add(new AgentInfo { Id = "own", Name = "own", Kind = AgentKind.Command, Provider = "local", Capabilities = [], Status = AgentStatus.Active, StatusReason = "registered" });
        var reader = new ConversationDialects(AgentSettings.Default, agents).Open("own", new ConversationBounds())!;

        reader.Lines(["I look.", "Done."]);

        Assert.Equal([new ConversationEntry.Message("I look.\nDone.\n") { Index = 0 }], reader.Page().Entries);
    }

    [Fact]
    public void Page_AgentThatIsGone_IsReadByTheShapeOfItsLog()
    {
        var api = Read("gone", new ConversationBounds(), "", """{"type":"session","session_id":"at_1","model":"m"}""", """{"type":"text","text":"Four"}""");
        var text = Read("gone", new ConversationBounds(), """{"answer":"four"}""", "Done.");

        Assert.Equal("m", api.Model);
        Assert.Equal(new ConversationEntry.Message("Four") { Index = 0 }, Assert.Single(api.Entries));
        Assert.Equal(new ConversationEntry.Message("{\"answer\":\"four\"}\nDone.\n") { Index = 0 }, Assert.Single(text.Entries));
        Assert.Empty(Read("gone", new ConversationBounds()).Entries);
    }

    [Theory]
    [InlineData(-1, 1, 100)]
    [InlineData(0, 0, 100)]
    [InlineData(0, 501, 100)]
    [InlineData(0, 1, 99)]
    public void Bounds_OutOfRange_AreRefused(int from, int count, int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConversationBounds { From = from, Count = count, TextLength = length });

    private static ConversationPage Read(string agent, ConversationBounds bounds, params string[] lines)
    {
        var reader = Dialects.Open(agent, bounds)!;
        reader.Lines(lines);
        return reader.Page();
    }
}
