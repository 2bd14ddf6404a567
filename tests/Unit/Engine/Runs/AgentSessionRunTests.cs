using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Sessions;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>The sessions of a run's agents: spec 4's session machine, its files at each boundary of a step, and what comes back out of them.</summary>
public sealed class AgentSessionRunTests
{
    private const string Two = """
        version: "1.0"
        name: work
        steps:
          - id: plan
            name: Plan the change
            agent: claude
            role: backend
            prompt: Plan it
          - id: build
            name: Build it
            needs: [plan]
            agent: claude
            role: backend
            prompt: Build it
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Spec4", "3.2 INITIALIZING to ACTIVE to COMPLETED")]
    public async Task Session_OfARunThatCompletes_GoesTheWholeWayInOneRowWithAnEventEach()
    {
        await using var bench = await CreateAsync(Two);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await StartAsync(bench);
        await bench.DeliverAsync();

        var session = Assert.Single(await bench.Sessions.ListAsync(run.Id, Stop));
        Assert.Equal((AgentSessionStatus.Completed, "shell", "backend", "work"), (session.Status, session.Agent, session.Role, session.Feature));
        Assert.Equal(("build", 1, 1), (session.CurrentStep, session.IterationCount, session.CountOf("plan")));
        Assert.NotNull(session.EndedAt);
        Assert.Equal([null, "Initializing -> Active", "Active -> Completed"], await MovesAsync(bench, run));
        Assert.Equal(session.Id, Assert.Single(await bench.Sessions.ListOfAgentAsync("shell", null, 10, Stop)).Id);
    }

    [Fact]
    [Trait("Spec4", "FR-101: claude-progress.txt created on session start")]
    [Trait("Spec4", "4.1 sessions/: claude-progress.txt current progress, agents/{role}.af agent state files, history/{date}_session{n}.log past sessions")]
    [Trait("Spec4", "4.1 harness: initializer, coder, progress_manager, state_serializer")]
    [Trait("Spec4", "Progress Manager API: progress_init, progress_update, progress_read, progress_save")]
    public async Task Spec4_ClaudeProgressCreatedOnSessionStart_AndTheAgentFindsItBesideItsOwnFile()
    {
        await using var bench = await CreateAsync(Two);
        List<(string Progress, string AgentFile)> found = [];
        bench.Agents.Shell.Automatic = r =>
        {
            found.Add((Read(r, SessionFolder.Progress), Read(r, "agents/backend.af")));
            return FakeAgent.Success;
        };
        var run = await StartAsync(bench);
        await bench.DeliverAsync();

        var first = ProgressDocument.Parse(found[0].Progress).Document!;
        var session = Assert.Single(await bench.Sessions.ListAsync(run.Id, Stop));
        Assert.Equal((session.Id.Value, "work", "backend"), (first.SessionId, first.Feature, first.Role));
        Assert.Equal("Plan the change", first.Get(ProgressSections.State, "current_task"));
        Assert.Equal(["plan"], first.Items(ProgressSections.InProgress).Select(i => i.Id!));
        var second = ProgressDocument.Parse(found[1].Progress).Document!;
        Assert.Equal(["plan"], second.Items(ProgressSections.Completed).Select(i => i.Id!));
        Assert.Equal(["build"], second.Items(ProgressSections.InProgress).Select(i => i.Id!));
        Assert.Contains("\"current_task\": \"build\"", found[1].AgentFile, StringComparison.Ordinal);
        Assert.Contains("\"iteration_count\": 1", found[1].AgentFile, StringComparison.Ordinal);

        var paper = Assert.Single(await bench.Sessions.ListPapersAsync([session.Id], Stop));
        Assert.Contains("status: COMPLETED", paper.Progress, StringComparison.Ordinal);
        var state = await bench.StateAsync(run.Id);
        Assert.Equal(paper.Progress, await File.ReadAllTextAsync(Path.Combine(state.Workspace!.Path, ".ai/project/sessions/claude-progress.txt"), Stop));
        Assert.Equal(paper.AgentFile, await File.ReadAllTextAsync(Path.Combine(state.Workspace.Path, ".ai/project/sessions/agents/backend.af"), Stop));
        Assert.Equal(paper.History, await File.ReadAllTextAsync(Path.Combine(state.Workspace.Path, $".ai/project/sessions/history/{paper.Day}_session1.log"), Stop));
        Assert.Contains("Session of backend (shell) completed", paper.History, StringComparison.Ordinal);
        Assert.Equal("*\n", await File.ReadAllTextAsync(Path.Combine(state.Workspace.Path, ".ai/project/sessions/.gitignore"), Stop));
    }

    [Fact]
    [Trait("Spec4", "FR-101: Progress restored on session resume")]
    [Trait("Spec4", "FR-101: No data loss between sessions")]
    [Trait("Spec4", "FR-101: Agents can continue work across sessions")]
    [Trait("Spec4", "QA-001: Start session, make progress; End session; Start new session; Progress restored correctly")]
    public async Task Spec4_ProgressRestoredOnSessionResume_NoDataLossBetweenSessions()
    {
        await using var bench = await CreateAsync(Two);
        bench.Agents.Shell.Automatic = r =>
        {
            Change(r, SessionFolder.Progress, "## Notes for Next Session\nNone", "## Notes for Next Session\n- look at the cache");
            Change(r, SessionFolder.Progress, "## Questions for Human", "## Ideas\nmy own section\n\n## Questions for Human");
            Change(r, "agents/backend.af", "\"learned_preferences\": []", "\"learned_preferences\": [\"Prefer functions\"], \"mood\": 1");
            return FakeAgent.Success;
        };
        await StartAsync(bench);
        await bench.DeliverAsync();

        string? progress = null, file = null;
        bench.Agents.Shell.Automatic = r =>
        {
            (progress, file) = (progress ?? Read(r, SessionFolder.Progress), file ?? Read(r, "agents/backend.af"));
            return FakeAgent.Success;
        };
        var next = await StartAsync(bench);
        await bench.DeliverAsync();

        var restored = ProgressDocument.Parse(progress!).Document!;
        var session = Assert.Single(await bench.Sessions.ListAsync(next.Id, Stop));
        Assert.Equal(session.Id.Value, restored.SessionId);
        Assert.Equal(["look at the cache"], restored.Bullets(ProgressSections.Notes));
        Assert.Contains("## Ideas\nmy own section\n", progress, StringComparison.Ordinal);
        Assert.Empty(restored.Items(ProgressSections.Completed));
        Assert.Equal(["Prefer functions"], AgentFile.Parse(file!).File!.Memory.LearnedPreferences);
        Assert.Contains("\"mood\": 1", file, StringComparison.Ordinal);
        var workspace = (await bench.StateAsync(next.Id)).Workspace!.Path;
        Assert.Equal(2, Directory.GetFiles(Path.Combine(workspace, ".ai/project/sessions/history")).Length);
    }

    [Fact]
    public async Task File_ThatDoesNotParse_IsKeptBesideAndReportedAndTheLastGoodOneIsBack()
    {
        await using var bench = await CreateAsync(Two);
        bench.Agents.Shell.Automatic = r =>
        {
            if (r.StepId is "plan")
            {
                File.WriteAllText(PathOf(r, SessionFolder.Progress), "all done!");
                File.WriteAllText(PathOf(r, "agents/backend.af"), "{");
            }

            return FakeAgent.Success;
        };
        var run = await StartAsync(bench);
        await bench.DeliverAsync();

        var folder = Path.Combine((await bench.StateAsync(run.Id)).Workspace!.Path, ".ai/project/sessions");
        Assert.Equal("all done!", await File.ReadAllTextAsync(Path.Combine(folder, "claude-progress.txt.invalid"), Stop));
        Assert.Equal("{", await File.ReadAllTextAsync(Path.Combine(folder, "agents/backend.af.invalid"), Stop));
        Assert.NotNull(ProgressDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "claude-progress.txt"), Stop)).Document);
        Assert.NotNull(AgentFile.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "agents/backend.af"), Stop)).File);
        var events = await bench.EventsAsync(run.Id);
        Assert.Contains(events, e => e.Level == EventLevel.Warning && e.Message.Contains("claude-progress.txt.invalid", StringComparison.Ordinal) && e.Message.Contains("## Session Info", StringComparison.Ordinal));
        Assert.Contains(events, e => e.Level == EventLevel.Warning && e.Message.Contains("backend.af.invalid", StringComparison.Ordinal));
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
    }

    /// <summary>Agents may put anything where a file should be: it is kept, and the file is back.</summary>
    [Fact]
    public async Task File_ThatIsAFolder_IsKeptBesideAndReportedAndTheLastGoodOneIsBack()
    {
        await using var bench = await CreateAsync(Two);
        bench.Agents.Shell.Automatic = r =>
        {
            if (r.StepId is "plan")
            {
                File.Delete(PathOf(r, SessionFolder.Progress));
                Directory.CreateDirectory(PathOf(r, SessionFolder.Progress));
                File.WriteAllText(Path.Combine(PathOf(r, SessionFolder.Progress), "in.txt"), "in it");
                File.Delete(PathOf(r, "agents/backend.af"));
                Directory.CreateSymbolicLink(PathOf(r, "agents/backend.af"), r.WorkingDirectory);
            }

            return FakeAgent.Success;
        };
        var run = await StartAsync(bench);
        await bench.DeliverAsync();

        var folder = Path.Combine((await bench.StateAsync(run.Id)).Workspace!.Path, ".ai/project/sessions");
        Assert.Equal("in it", await File.ReadAllTextAsync(Path.Combine(folder, "claude-progress.txt.invalid/in.txt"), Stop));
        Assert.NotNull(new FileInfo(Path.Combine(folder, "agents/backend.af.invalid")).LinkTarget);
        Assert.NotNull(ProgressDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "claude-progress.txt"), Stop)).Document);
        Assert.NotNull(AgentFile.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "agents/backend.af"), Stop)).File);
        var events = await bench.EventsAsync(run.Id);
        Assert.Contains(events, e => e.Level == EventLevel.Warning && e.Message.Contains("claude-progress.txt.invalid", StringComparison.Ordinal));
        Assert.Contains(events, e => e.Level == EventLevel.Warning && e.Message.Contains("backend.af.invalid", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Folder_ThatIsALink_IsNotFollowed()
    {
        await using var bench = await CreateAsync(Two);
        var outside = Directory.CreateTempSubdirectory("signalbox-outside-");
        bench.Agents.Shell.Automatic = r =>
        {
            if (r.StepId is "plan")
            {
                Directory.Delete(Path.Combine(r.WorkingDirectory, ".ai/project/sessions"), recursive: true);
                Directory.CreateSymbolicLink(Path.Combine(r.WorkingDirectory, ".ai/project/sessions"), outside.FullName);
            }

            return FakeAgent.Success;
        };
        var run = await StartAsync(bench);
        await bench.DeliverAsync();

        Assert.Empty(outside.GetFileSystemInfos());
        Assert.Contains(await bench.EventsAsync(run.Id), e => e.Message.Contains("is not a folder of its own", StringComparison.Ordinal));
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
        outside.Delete(recursive: true);
    }

    [Fact]
    [Trait("Spec4", "1.1 Questions for Human")]
    public async Task Question_OfAnAgent_OpensAnApprovalThatHoldsNothingUp_AndItsAnswerIsWrittenBack()
    {
        await using var bench = await CreateAsync(Two);
        bench.Agents.Shell.Automatic = r =>
        {
            if (r.StepId is "plan")
            {
                Change(r, SessionFolder.Progress, "None currently", "- Which branch is it for?");
            }

            return FakeAgent.Success;
        };
        var run = await StartAsync(bench);
        await bench.DeliverAsync();

        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
        var asked = await bench.OpenApprovalAsync(run.Id);
        Assert.Equal((true, "backend asks: Which branch is it for?"), (asked.IsQuestion, asked.Question));
        Assert.Null((await bench.AnswerAsync(asked, ApprovalStatus.Approved, "main")).Refused);
        await bench.DeliverAsync();

        string? progress = null;
        bench.Agents.Shell.Automatic = r =>
        {
            progress ??= Read(r, SessionFolder.Progress);
            return FakeAgent.Success;
        };
        var next = await StartAsync(bench);
        await bench.DeliverAsync();

        Assert.Contains("## Questions for Human\n- Which branch is it for?\n  - Answer (mara): yes, main\n", progress, StringComparison.Ordinal);
        Assert.Empty((await bench.StateAsync(next.Id)).Approvals);
    }

    [Fact]
    public async Task Questions_MoreThanMayBeOpen_WaitUntilSomeAreAnswered()
    {
        await using var bench = await CreateAsync(Two);
        bench.Agents.Shell.Automatic = r =>
        {
            if (r.StepId is "plan")
            {
                Change(r, SessionFolder.Progress, "None currently", string.Join('\n', Enumerable.Range(1, 30).Select(n => $"- Which is number {n}?")));
            }

            return FakeAgent.Success;
        };
        var run = await StartAsync(bench);
        await bench.DeliverAsync();

        var asked = (await bench.StateAsync(run.Id)).Approvals;
        Assert.Equal(Enumerable.Range(1, 20).Select(n => $"backend asks: Which is number {n}?").Order(StringComparer.Ordinal), asked.Select(a => a.Question).Order(StringComparer.Ordinal));
        Assert.Null((await bench.AnswerAsync(asked[0], ApprovalStatus.Approved, "main")).Refused);
        var next = await StartAsync(bench);
        await bench.DeliverAsync();
        Assert.Equal("backend asks: Which is number 21?", Assert.Single((await bench.StateAsync(next.Id)).Approvals).Question);
    }

    [Fact]
    public async Task Questions_ALongList_ItsBeginningIsRead()
    {
        await using var bench = await CreateAsync(Two);
        bench.Agents.Shell.Automatic = r =>
        {
            var answered = Enumerable.Range(1, 199).Select(n => $"- Which is number {n}?\n  - Answer (mara): that one");
            Change(r, SessionFolder.Progress, "None currently", string.Join('\n', answered.Append("- The last that is read?").Append("- One too many?")));
            return FakeAgent.Success;
        };
        var run = await StartAsync(bench);
        await bench.DeliverAsync();

        Assert.Equal("backend asks: The last that is read?", Assert.Single((await bench.StateAsync(run.Id)).Approvals).Question);
    }

    [Fact]
    public async Task File_ThatNamesTheSessionOfAnotherRun_IsKeptBesideAndTheOtherRunsIsAsItWas()
    {
        await using var bench = await CreateAsync(Two);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var other = await StartAsync(bench);
        await bench.DeliverAsync();
        var session = Assert.Single(await bench.Sessions.ListAsync(other.Id, Stop));
        var paper = Assert.Single(await bench.Sessions.ListPapersAsync([session.Id], Stop));
        await bench.WriteWorkflowAsync("check", Two.Replace("name: work", "name: check", StringComparison.Ordinal).Replace("role: backend", "role: tester", StringComparison.Ordinal));
        await bench.KnowAsync(bench.Repository);
        bench.Agents.Shell.Automatic = r =>
        {
            if (r.StepId is "plan")
            {
                File.WriteAllText(PathOf(r, SessionFolder.Progress), paper.Progress.Replace("## Notes for Next Session\nNone", "## Notes for Next Session\n- do as I say", StringComparison.Ordinal));
            }

            return FakeAgent.Success;
        };

        var run = (await bench.Service.StartAsync(EngineBench.Request() with { Workflow = "check", Overrides = new RunOverrides("shell") }, Stop)).Run!;
        await bench.DeliverAsync();

        Assert.Equal(paper.Progress, Assert.Single(await bench.Sessions.ListPapersAsync([session.Id], Stop)).Progress);
        Assert.Contains(await bench.EventsAsync(run.Id), e => e.Message is "claude-progress.txt was of backend in work, and is kept as claude-progress.txt.kept");
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
    }

    [Fact]
    [Trait("Spec4", "3.2 ACTIVE to PAUSED to RESUMED to COMPLETED; PAUSED to EXPIRED; RESUMED to ACTIVE")]
    public async Task Pause_AndGoOn_PausesAndResumesTheSession_AndACancelExpiresIt()
    {
        foreach (var cancels in (bool[])[false, true])
        {
            await using var bench = await CreateAsync(Two);
            var run = await StartAsync(bench);
            var work = bench.DeliverAsync();
            var request = await bench.Agents.Shell.NextAsync();
            await bench.Service.PauseAsync(run.Id, "mara", Stop);
            bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
            bench.Agents.Shell.End(request, FakeAgent.Success);
            await work;
            Assert.Equal(AgentSessionStatus.Paused, Assert.Single(await bench.Sessions.ListAsync(run.Id, Stop)).Status);

            await (cancels ? bench.Service.CancelAsync(run.Id, "mara", Stop) : (Task)bench.Service.ResumeAsync(run.Id, null, "mara", Stop));
            await bench.DeliverAsync();

            string?[] began = [null, "Initializing -> Active", "Active -> Paused"];
            string?[] ended = cancels ? ["Paused -> Expired"] : ["Paused -> Resumed", "Resumed -> Active", "Active -> Completed"];
            Assert.Equal([.. began, .. ended], await MovesAsync(bench, run));
        }
    }

    [Fact]
    [Trait("Spec4", "NFR-002: Session recovery")]
    [Trait("Spec4", "1.1 Blockers")]
    [Trait("Spec4", "1.2 memory.long_term")]
    public async Task Failure_ThenResume_BeginsAnotherSessionThatGoesOnWithTheMemory()
    {
        await using var bench = await CreateAsync(Two);
        bench.Agents.Shell.Automatic = r =>
        {
            Change(r, "agents/backend.af", "\"project_patterns\": []", "\"project_patterns\": [\"bash with strict mode\"]");
            return r.StepId is "plan" ? FakeAgent.Success : FakeAgent.Failure;
        };
        var run = await StartAsync(bench);
        await bench.DeliverAsync();
        var first = Assert.Single(await bench.Sessions.ListAsync(run.Id, Stop));
        Assert.Equal(AgentSessionStatus.Failed, first.Status);
        var paper = Assert.Single(await bench.Sessions.ListPapersAsync([first.Id], Stop));
        Assert.Contains("## Blockers\n- build: the script ended with exit code 3\n", paper.Progress, StringComparison.Ordinal);

        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        await bench.Service.ResumeAsync(run.Id, null, "mara", Stop);
        await bench.DeliverAsync();

        var all = await bench.Sessions.ListAsync(run.Id, Stop);
        Assert.Equal([AgentSessionStatus.Failed, AgentSessionStatus.Completed], all.Select(s => s.Status));
        var papers = await bench.Sessions.ListPapersAsync([.. all.Select(s => s.Id)], Stop);
        var second = papers.Single(p => p.SessionId == all[1].Id);
        Assert.Equal(2, second.Number);
        Assert.Equal(["bash with strict mode"], AgentFile.Parse(second.AgentFile).File!.Memory.ProjectPatterns);
        Assert.Contains("## Blockers\nNone\n", second.Progress, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec4", "tasks: max_iterations")]
    public async Task Spec4_MaxIterations_ASessionBeyondItsLimitFailsTheStepAndSaysWhatToDo()
    {
        await using var bench = await CreateAsync("""
            version: "1.0"
            name: work
            steps:
              - id: only
                agent: claude
                prompt: Do it
                done_when: it is done
                retry: {max_attempts: 3}
                iterate: {max: 2, until: done_when}
            """);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Failure;
        var run = await StartAsync(bench);
        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Failed, state.Run.Status);
        Assert.Equal(2, bench.Agents.Shell.Begun.Count);
        var session = Assert.Single(await bench.Sessions.ListAsync(run.Id, Stop));
        Assert.Equal((2, 2), (session.IterationCount, session.MaxIterations));
        Assert.Contains($"session {session.Id} of shell has used the 2 iterations that it has for only: resume the run", state.Run.StatusReason, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec4", "3.2 ACTIVE to BLOCKED")]
    public async Task Retry_ThatWaits_BlocksTheSession_AndARateLimitCountsNoIteration()
    {
        await using var bench = await CreateAsync(Two);
        bench.Agents.Shell.Automatic = r => r.AttemptNumber == 1 && r.StepId is "plan"
            ? FakeAgent.Failure with { Error = new AgentError("rate_limit", "limit", Retryable: true, bench.Time.GetUtcNow().AddMinutes(10)) }
            : FakeAgent.Success;
        var run = await StartAsync(bench);
        await bench.DeliverAsync();
        var waiting = Assert.Single(await bench.Sessions.ListAsync(run.Id, Stop));
        Assert.Equal((AgentSessionStatus.Blocked, 0), (waiting.Status, waiting.IterationCount));

        bench.Time.Move(TimeSpan.FromMinutes(11));
        await bench.DeliverAsync();

        Assert.Equal((AgentSessionStatus.Completed, 1), (Assert.Single(await bench.Sessions.ListAsync(run.Id, Stop)).Status, Assert.Single(await bench.Sessions.ListAsync(run.Id, Stop)).CountOf("plan")));
        Assert.Equal([null, "Initializing -> Active", "Active -> Blocked", "Blocked -> Active", "Active -> Completed"], await MovesAsync(bench, run));
    }

    [Fact]
    [Trait("Spec4", "1.1 Key Decisions Made; 1.2 memory.short_term.recent_decisions")]
    public async Task Decision_OfAPerson_StandsInTheProgressAndInTheMemory()
    {
        await using var bench = await CreateAsync("""
            version: "1.0"
            name: work
            steps:
              - {id: ask, approval: {question: Which way?}}
              - {id: build, needs: [ask], agent: claude, prompt: Build it}
            """);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await StartAsync(bench);
        await bench.DeliverAsync();
        await bench.AnswerAsync(await bench.OpenApprovalAsync(run.Id), ApprovalStatus.Approved);
        await bench.DeliverAsync();

        var session = Assert.Single(await bench.Sessions.ListAsync(run.Id, Stop));
        var paper = Assert.Single(await bench.Sessions.ListPapersAsync([session.Id], Stop));
        Assert.Equal(["ask: approved by mara"], ProgressDocument.Parse(paper.Progress).Document!.Bullets(ProgressSections.Decisions));
        Assert.Equal(["ask: approved by mara"], AgentFile.Parse(paper.AgentFile).File!.Memory.RecentDecisions);
    }

    [Fact]
    [Trait("Spec4", "4.1 agents/: backend.af, frontend.af, qa.af")]
    public async Task Roles_OfOneRun_HaveASessionAndAFileEach_AndWhatIsWrittenIntoTheOthersProgressReachesIt()
    {
        await using var bench = await CreateAsync(Two.Replace("needs: [plan]\n    agent: claude\n    role: backend", "needs: [plan]\n    agent: claude\n    role: qa", StringComparison.Ordinal));
        bench.Agents.Shell.Automatic = r =>
        {
            if (r.StepId is "plan")
            {
                Change(r, SessionFolder.Progress, "## Notes for Next Session\nNone", "## Notes for Next Session\n- from backend");
            }

            return FakeAgent.Success;
        };
        var run = await StartAsync(bench);
        await bench.DeliverAsync();

        var sessions = await bench.Sessions.ListAsync(run.Id, Stop);
        Assert.Equal(["backend", "qa"], sessions.Select(s => s.Role));
        var papers = (await bench.Sessions.ListPapersAsync([.. sessions.Select(s => s.Id)], Stop)).ToDictionary(p => p.Role, StringComparer.Ordinal);
        Assert.Equal(["from backend"], ProgressDocument.Parse(papers["backend"].Progress).Document!.Bullets(ProgressSections.Notes));
        Assert.Empty(ProgressDocument.Parse(papers["qa"].Progress).Document!.Bullets(ProgressSections.Notes));
        Assert.Equal([1, 2], papers.Values.Select(p => p.Number).Order());
        var folder = Path.Combine((await bench.StateAsync(run.Id)).Workspace!.Path, ".ai/project/sessions");
        Assert.Equal(["backend.af", "qa.af"], Directory.GetFiles(Path.Combine(folder, "agents")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(Directory.GetFiles(folder), f => f.Contains(".kept", StringComparison.Ordinal) || f.Contains(".invalid", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Spec4", "NFR-002: Session recovery")]
    public async Task Takeover_OfAnAttemptInFlight_GoesOnWithTheSessionAndCountsItOnce()
    {
        await using var bench = await CreateAsync(Two);
        var run = await StartAsync(bench);
        using var shutdown = new CancellationTokenSource();
        var first = bench.Executor.ExecuteAsync(run.Id, shutdown.Token);
        var request = await bench.Agents.Shell.NextAsync();
        await shutdown.CancelAsync();
        await first;
        Change(request, SessionFolder.Progress, "## Notes for Next Session\nNone", "## Notes for Next Session\n- written while no server ran");

        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        await bench.AnotherServer().ExecuteAsync(run.Id, Stop);

        var session = Assert.Single(await bench.Sessions.ListAsync(run.Id, Stop));
        Assert.Equal((AgentSessionStatus.Completed, 1, 1), (session.Status, session.CountOf("plan"), session.CountOf("build")));
        var paper = Assert.Single(await bench.Sessions.ListPapersAsync([session.Id], Stop));
        Assert.Equal(["written while no server ran"], ProgressDocument.Parse(paper.Progress).Document!.Bullets(ProgressSections.Notes));
    }

    [Fact]
    public async Task ShellSteps_HaveNoSessionAndNoFiles()
    {
        await using var bench = await EngineBench.CreateAsync("""
            version: "1.0"
            name: work
            steps: [{id: only, run: "true"}]
            """);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await StartAsync(bench);
        await bench.DeliverAsync();

        Assert.Empty(await bench.Sessions.ListAsync(run.Id, Stop));
        Assert.False(Directory.Exists(Path.Combine((await bench.StateAsync(run.Id)).Workspace!.Path, ".ai")));
    }

    [Fact]
    public async Task Secret_ThatAnAgentWritesIntoItsNotes_IsKeptNowhere()
    {
        await using var bench = await CreateAsync(Two.Replace("prompt: Plan it", "prompt: Plan it\n    secrets: [TOKEN]", StringComparison.Ordinal));
        bench.Secrets.Values["TOKEN"] = "sw0rdfish-sw0rdfish";
        bench.Agents.Shell.Automatic = r =>
        {
            Change(r, SessionFolder.Progress, "## Notes for Next Session\nNone", "## Notes for Next Session\n- the token is sw0rdfish-sw0rdfish");
            return FakeAgent.Success;
        };
        var run = await StartAsync(bench);
        await bench.DeliverAsync();

        var session = Assert.Single(await bench.Sessions.ListAsync(run.Id, Stop));
        var paper = Assert.Single(await bench.Sessions.ListPapersAsync([session.Id], Stop));
        Assert.Contains("the token is", paper.Progress, StringComparison.Ordinal);
        Assert.DoesNotContain("sw0rdfish", paper.Progress, StringComparison.Ordinal);
    }

    private static Task<EngineBench> CreateAsync(string yaml) => EngineBench.CreateAsync(yaml);

    /// <summary>The only agent that the test plays takes the place of the workflow's.</summary>
    private static async Task<Run> StartAsync(EngineBench bench) =>
        (await bench.Service.StartAsync(EngineBench.Request() with { Overrides = new RunOverrides("shell") }, Stop)).Run!;

    private static async Task<IEnumerable<string?>> MovesAsync(EngineBench bench, Run run) =>
        (await bench.EventsAsync(run.Id)).Where(e => e.Data.ContainsKey("session")).Select(e => e.Transition);

    private static string PathOf(AgentRequest request, string name) => Path.Combine(request.WorkingDirectory, ".ai/project/sessions", name);

    private static string Read(AgentRequest request, string name) => File.ReadAllText(PathOf(request, name));

    private static void Change(AgentRequest request, string name, string from, string to) =>
        File.WriteAllText(PathOf(request, name), Read(request, name).Replace(from, to, StringComparison.Ordinal));
}
