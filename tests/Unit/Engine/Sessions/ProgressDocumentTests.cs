using Signalbox.Engine.Sessions;

namespace Signalbox.Unit.Engine.Sessions;

/// <summary>Spec 4, 1.1 Session Progress (claude-progress.txt).</summary>
public sealed class ProgressDocumentTests
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 28, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    [Trait("Spec4", "1.1 Session Progress (claude-progress.txt): the example")]
    public void Spec4_ItsOwnExample_IsReadValueByValueAndWrittenBackByteForByte()
    {
        var document = Read(SpecTexts.Progress);

        Assert.Equal(("abc123", "workflow-improvements-2026", "backend"), (document.SessionId, document.Feature, document.Role));
        Assert.Equal("2026-01-27T14:30:00Z", document.Get(ProgressSections.Info, "last_updated"));
        Assert.Equal(("IN_PROGRESS", "Implement worktree manager", "BE-003"), (State(document, "status"), State(document, "current_task"), State(document, "task_id")));
        Assert.Equal(
            [("BE-001", "Created harness module structure", true), ("BE-002", "Implemented progress_manager.sh", true)],
            document.Items(ProgressSections.Completed).Select(i => (i.Id!, i.Text, i.IsDone)));
        var doing = Assert.Single(document.Items(ProgressSections.InProgress));
        Assert.Equal(("BE-003", "Implement worktree_manager.sh (60% complete)", false, 4), (doing.Id, doing.Text, doing.IsDone, doing.Under.Count));
        Assert.Equal("  - [ ] Implement cleanup_worktree()", doing.Under[2]);
        Assert.Empty(document.Bullets(ProgressSections.Blockers));
        Assert.Equal(3, document.Bullets(ProgressSections.Notes).Count);
        Assert.Equal([".ai/workflow/harness/progress_manager.sh (created)", ".ai/workflow/parallel/worktree_manager.sh (in progress)"], document.Bullets(ProgressSections.Files));
        Assert.Equal("Worktrees stored in .worktrees/ directory", document.Bullets(ProgressSections.Decisions)[1]);
        Assert.Empty(document.Bullets(ProgressSections.Questions));
        Assert.Equal(SpecTexts.Progress, document.Render());
    }

    [Fact]
    [Trait("Spec4", "1.1 Auto-generated - Do not edit manually unless necessary")]
    public void Create_ANewDocument_HasTheSpecsSectionsInTheSpecsOrder()
    {
        var text = ProgressDocument.Create("se_1", "checkout", "backend", Begin).Render();

        Assert.StartsWith("# Claude Progress File\n# Auto-generated - Do not edit manually unless necessary\n\n## Session Info\nsession_id: se_1\nstarted: 2026-01-28T09:00:00Z\n", text, StringComparison.Ordinal);
        Assert.Equal(Headings(SpecTexts.Progress), Headings(text));
        Assert.Contains("## Blockers\nNone\n", text, StringComparison.Ordinal);
        Assert.EndsWith("## Questions for Human\nNone currently\n", text, StringComparison.Ordinal);
        Assert.Equal(text, Read(text).Render());
    }

    [Fact]
    public void Put_ATaskThatIsDone_TakesItsEditedTextAndWhatStandsUnderItAlong()
    {
        var document = Read(SpecTexts.Progress);

        document.Put("BE-003", "something else", isDone: true);
        document.Put("BE-004", "Next one", isDone: false);

        var done = document.Items(ProgressSections.Completed)[^1];
        Assert.Equal(("BE-003", "Implement worktree_manager.sh (60% complete)", true, 4), (done.Id, done.Text, done.IsDone, done.Under.Count));
        Assert.Equal(["BE-004"], document.Items(ProgressSections.InProgress).Select(i => i.Id!));
        document.Put("BE-004", "Next one", isDone: true);
        Assert.Contains("## In Progress\nNone\n", document.Render(), StringComparison.Ordinal);
    }

    [Fact]
    public void Edits_ByHand_SurviveWhatTheEngineWrites()
    {
        var edited = SpecTexts.Progress
            .Replace("## Blockers\nNone\n", "## Blockers\n- waiting for Mara's key\n", StringComparison.Ordinal)
            .Replace("role: backend\n", "role: backend\nmood: fine\n# a remark\n", StringComparison.Ordinal)
            .Replace("## Key Decisions Made\n", "## Ideas\nfree text, not a list\n\n## Key Decisions Made\nof the week:\n", StringComparison.Ordinal);
        var document = Read(edited);

        document.Set(ProgressSections.State, "status", "BLOCKED");
        document.SetBullet(ProgressSections.Blockers, "build: ", "no network");
        document.SetBullet(ProgressSections.Files, ".ai/workflow/parallel/worktree_manager.sh (", "modified)");
        document.AddBullet(ProgressSections.Decisions, "Use YAML");
        document.AddUnder(ProgressSections.InProgress, "BE-003", "  - [x] Reached the middle");
        var text = Read(document.Render()).Render();

        var expected = edited
            .Replace("status: IN_PROGRESS", "status: BLOCKED", StringComparison.Ordinal)
            .Replace("key\n", "key\n- build: no network\n", StringComparison.Ordinal)
            .Replace("(in progress)", "(modified)", StringComparison.Ordinal)
            .Replace(".worktrees/ directory\n", ".worktrees/ directory\n- Use YAML\n", StringComparison.Ordinal)
            .Replace("  - [ ] Add error handling\n", "  - [ ] Add error handling\n  - [x] Reached the middle\n", StringComparison.Ordinal);
        Assert.Equal(expected, text);

        document.SetBullet(ProgressSections.Blockers, "build: ", null);
        Assert.Equal(["waiting for Mara's key"], document.Bullets(ProgressSections.Blockers));
    }

    [Fact]
    [Trait("Spec4", "1.1 Notes for Next Session")]
    public void Begin_TheNextSession_GoesOnWithAllButWhatBelongsToTheOneBefore()
    {
        var document = Read(SpecTexts.Progress);

        document.Begin("se_2", "workflow-improvements-2026", "backend", Begin);

        Assert.Equal(("se_2", "2026-01-28T09:00:00Z"), (document.SessionId, document.Get(ProgressSections.Info, "started")));
        Assert.Empty(document.Items(ProgressSections.Completed));
        Assert.Empty(document.Bullets(ProgressSections.Files));
        Assert.Equal(("BE-003", 3, 2), (document.Items(ProgressSections.InProgress)[0].Id, document.Bullets(ProgressSections.Notes).Count, document.Bullets(ProgressSections.Decisions).Count));
    }

    [Fact]
    public void AddBelow_AQuestion_WritesTheAnswerUnderItOnce()
    {
        var document = Read(SpecTexts.Progress.Replace("None currently", "- Which branch?\n- Why?", StringComparison.Ordinal));
        document.AddBelow(ProgressSections.Questions, "Which branch?", "  - Answer (mara): main");
        document.AddBelow(ProgressSections.Questions, "Which branch?", "  - Answer (mara): main");

        Assert.EndsWith("## Questions for Human\n- Which branch?\n  - Answer (mara): main\n- Why?\n", document.Render(), StringComparison.Ordinal);
        Assert.Equal(["Which branch?", "Why?"], document.Bullets(ProgressSections.Questions));
    }

    [Fact]
    public void Parse_WithWindowsLineEnds_KeepsThemAndWritesMoreOfThem()
    {
        var text = SpecTexts.Progress.Replace("\n", "\r\n", StringComparison.Ordinal);
        var document = Read(text);
        Assert.Equal(text, document.Render());

        document.AddBullet(ProgressSections.Blockers, "no key");
        Assert.Equal(text.Replace("## Blockers\r\nNone\r\n", "## Blockers\r\n- no key\r\n", StringComparison.Ordinal), document.Render());
    }

    [Theory]
    [InlineData("", "no section '## Session Info'")]
    [InlineData("hello\0", "not text")]
    [InlineData("## Session Info\nsession_id: a\nfeature: f\nrole: r\n", "no section '## Current State'")]
    [InlineData("## Session Info\nsession_id: a\nrole: r\n## Current State\n", "says no feature")]
    [InlineData("## Session Info\nsession_id: a\nfeature: f\nrole: r\n## Current State\nstatus: DANCING\n", "status is 'DANCING'")]
    [InlineData("## Session Info\nsession_id: a\nfeature: f\nrole: r\nstarted: yesterdayish\n## Current State\n", "started is 'yesterdayish'")]
    [InlineData("## Session Info\nsession_id: a\nsession_id: b\nfeature: f\nrole: r\n## Current State\n", "session_id more than once")]
    [InlineData("## Session Info\nsession_id: a\nfeature: f\nrole: r\n## Current State\n## Blockers\n## Blockers\n", "'## Blockers' more than once")]
    public void Parse_WhatIsNoProgressFile_SaysWhy(string text, string why)
    {
        var parse = ProgressDocument.Parse(text);
        Assert.Null(parse.Document);
        Assert.Contains(why, parse.Fault, StringComparison.Ordinal);
    }

    /// <summary>Whatever a person or an agent makes of it: what parses is written back as it is, and after what the engine writes every line of theirs is still there.</summary>
    [Fact]
    [Trait("Spec4", "FR-101: No data loss between sessions")]
    public void RoundTrip_OfRandomlyEditedFiles_LosesNothing()
    {
        for (var seed = 0; seed < 3_000; seed++)
        {
            var (text, own) = Edited(new Random(seed));
            var parse = ProgressDocument.Parse(text);
            Assert.True(parse.Document is not null, $"seed {seed}: {parse.Fault}\n{text}");
            Assert.Equal(text, parse.Document.Render());

            parse.Document.Set(ProgressSections.Info, "last_updated", "2026-02-01T00:00:00Z");
            parse.Document.Set(ProgressSections.State, "current_task", "a \"quoted\"\nname", quoted: true);
            parse.Document.Put("BE-003", "x", isDone: true);
            parse.Document.Put("BE-001", "x", isDone: false);
            parse.Document.SetBullet(ProgressSections.Blockers, "BE-001: ", "stuck");
            parse.Document.AddBullet(ProgressSections.Decisions, "Use YAML");
            var written = parse.Document.Render();
            var again = ProgressDocument.Parse(written);
            Assert.True(again.Document is not null, $"seed {seed}: {again.Fault}\n{written}");
            Assert.Equal(written, again.Document.Render());
            Assert.Equal("a \"quoted\" name", again.Document.Get(ProgressSections.State, "current_task"));
            var lines = written.Split('\n').Select(l => l.TrimEnd('\r')).ToHashSet(StringComparer.Ordinal);
            Assert.All(own, line => Assert.True(lines.Contains(line), $"seed {seed} lost '{line}':\n{text}\n=>\n{written}"));
        }
    }

    /// <summary>The spec's example with lines of somebody's own anywhere below the head, and sections that the spec does not know.</summary>
    private static (string Text, IReadOnlyList<string> Own) Edited(Random random)
    {
        string[] pieces = ["- a note of mine {0}", "free words {0}", "  indented {0}", "- [ ] T-{0}: a task", "- [x] done without id {0}", "\tafter a tab {0}", "key{0}: value", "- größer {0} ☂", "### deeper {0}", "* star {0}", "> quote {0}", "| a | {0} |"];
        var lines = SpecTexts.Progress.Split('\n').ToList();
        List<string> own = [];
        for (var i = random.Next(12); i > 0; i--)
        {
            var line = string.Format(System.Globalization.CultureInfo.InvariantCulture, pieces[random.Next(pieces.Length)], random.Next(1_000_000));
            lines.Insert(random.Next(4, lines.Count + 1), line);
            own.Add(line);
        }

        for (var i = random.Next(3); i > 0; i--)
        {
            var heading = $"## My own {random.Next(1_000_000)}";
            lines.AddRange([heading, $"words {i} of it {random.Next(1_000_000)}"]);
            own.AddRange(lines.TakeLast(2));
        }

        if (random.Next(4) == 0)
        {
            lines.RemoveAll(l => l.Length == 0);
        }

        return (string.Join(random.Next(3) == 0 ? "\r\n" : "\n", lines), own);
    }

    private static string? State(ProgressDocument document, string key) => document.Get(ProgressSections.State, key);

    private static IEnumerable<string> Headings(string text) => text.Split('\n').Where(l => l.StartsWith('#'));

    private static ProgressDocument Read(string text)
    {
        var parse = ProgressDocument.Parse(text);
        Assert.Null(parse.Fault);
        return parse.Document!;
    }
}
