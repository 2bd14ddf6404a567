using Microsoft.Data.Sqlite;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Execution;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>A step that ends and the one that follows are one transaction: when the second cannot begin, the end of the first is kept all the same.</summary>
public sealed class HeldChangesTests
{
    private const string Two = """
        version: "1.0"
        name: work
        steps:
          - id: first
            run: "true"
            retry: {max_attempts: 3}
          - id: second
            needs: [first]
            run: "true"
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ExecuteAsync_StepEndsAndAnotherBegins_IsOneTransactionInOrder()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var saves = new List<(int Number, AttemptStatus Status, bool WithWorkspace)>();
        var store = new FaultyStore(bench.Store);
        var save = 0;
        store.OnSave = s =>
        {
            save++;
            saves.AddRange(s.Attempts.Select(a => (save, a.Status, s.Workspaces.Count > 0)));
            return null;
        };
        var run = await bench.StartAsync();

        await bench.AnotherServer(store).ExecuteAsync(run.Id, Stop);

        // The workspace with the first attempt; its process; its end with the second attempt; the process of that; its end.
        Assert.Equal(
            [(AttemptStatus.Running, true), (AttemptStatus.Running, false), (AttemptStatus.Succeeded, false), (AttemptStatus.Running, false), (AttemptStatus.Running, false), (AttemptStatus.Succeeded, false)],
            saves.Select(s => (s.Status, s.WithWorkspace)));
        Assert.Equal(saves[2].Number, saves[3].Number);
        var events = (await bench.EventsAsync(run.Id)).Select(e => e.Message).ToList();
        string[] inOrder =
        [
            "Run begins", "Workspace made", "Attempt 1 of first begins", "Attempt 1 of first succeeded", "Step first completed", "Step second begins", "Attempt 1 of second begins",
            "Attempt 1 of second succeeded", "Run completed",
        ];
        var places = inOrder.Select(text => events.FindIndex(e => e.StartsWith(text, StringComparison.Ordinal))).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public async Task ExecuteAsync_NextStepIsRefusedByTheDatabase_EndOfTheStepBeforeIsKept()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();
        var store = new FaultyStore(bench.Store) { OnSave = s => Begins(run, s, "02_second") ? new SqliteException("FOREIGN KEY constraint failed", 19) : null };
        var server = bench.AnotherServer(store, new AgentSlots(1));

        await server.ExecuteAsync(run.Id, Stop);
        await server.ExecuteAsync(run.Id, Stop);

        await AssertFirstEndedOnceAsync(bench, run);
        store.OnSave = static _ => null;
        await server.ExecuteAsync(run.Id, Stop);

        // Each place of the agent that was taken for an attempt which was not written was given back.
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
        Assert.Equal(2, bench.Agents.Shell.Begun.Count);
    }

    [Fact]
    public async Task ExecuteAsync_ServerStopsBeforeTheNextStepIsWritten_EndOfTheStepBeforeIsKept()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();
        using var dying = new CancellationTokenSource();
        var store = new FaultyStore(bench.Store)
        {
            OnSave = s =>
            {
                if (!Begins(run, s, "02_second"))
                {
                    return null;
                }

                dying.Cancel();
                return new OperationCanceledException(dying.Token);
            },
        };

        await bench.AnotherServer(store).ExecuteAsync(run.Id, dying.Token);

        await AssertFirstEndedOnceAsync(bench, run);
        await bench.AnotherServer().ExecuteAsync(run.Id, Stop);
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
        Assert.Equal(2, bench.Agents.Shell.Begun.Count);
    }

    [Fact]
    public async Task ExecuteAsync_NextStepCannotBePrepared_RunFailsAndTheStepBeforeHasEnded()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        var run = await bench.StartAsync();
        bench.Agents.Shell.Automatic = _ =>
        {
            File.WriteAllText(Path.Combine(run.Directory, "steps", "02_second"), "in its folder's place");
            return FakeAgent.Success;
        };

        await bench.Executor.ExecuteAsync(run.Id, Stop);

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Failed, state.Run.Status);
        Assert.Contains("02_second", state.Run.StatusReason, StringComparison.Ordinal);
        Assert.Equal((StepStatus.Completed, AttemptStatus.Succeeded), (state.Latest("first")!.Status, Assert.Single(state.Attempts).Status));
        Assert.Contains("Succeeded", await File.ReadAllTextAsync(Path.Combine(run.Directory, "steps", "01_first", "result.json"), Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExecuteAsync_AnswerOfTheDatabaseIsLost_NothingIsWrittenTwice()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();
        var store = new FaultyStore(bench.Store)
        {
            AfterSave = s => Begins(run, s, "02_second") ? Task.FromException(new SqliteException("the answer is lost", 1)) : Task.CompletedTask,
        };
        var server = bench.AnotherServer(store);

        await server.ExecuteAsync(run.Id, Stop);
        Assert.Equal([AttemptStatus.Succeeded, AttemptStatus.Running], (await bench.StateAsync(run.Id)).Attempts.Select(a => a.Status));
        store.AfterSave = static _ => Task.CompletedTask;
        await server.ExecuteAsync(run.Id, Stop);

        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
        var events = await bench.EventsAsync(run.Id);
        Assert.Single(events, e => e.Message.StartsWith("Attempt 1 of first succeeded", StringComparison.Ordinal));
        Assert.Single(events, e => e.Message.StartsWith("Attempt 1 of second begins", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ExecuteAsync_ClaimIsLostWhileSomethingIsHeld_WritesNothingOfIt()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        var run = await bench.StartAsync();
        var active = new ActiveRuns();
        var reported = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var store = new FaultyStore(bench.Store)
        {
            AfterSave = s =>
            {
                if (s.Events.Any(e => e.Message.EndsWith("runs as process 42", StringComparison.Ordinal)))
                {
                    reported.TrySetResult();
                }

                return Task.CompletedTask;
            },
        };
        var old = bench.AnotherServer(store, active: active).ExecuteAsync(run.Id, Stop);
        var request = await bench.Agents.Shell.NextAsync();
        await reported.Task.WaitAsync(Stop);
        Assert.NotNull((await bench.Store.TryClaimAsync(run.Id, "other", ["other"], new RunLimits(4, 4), Stop)).State);

        bench.Agents.Shell.End(request, FakeAgent.Success);
        await old;

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(("other", AttemptStatus.Running, StepStatus.Running), (state.Run.Node, Assert.Single(state.Attempts).Status, state.Latest("first")!.Status));
        Assert.DoesNotContain(await bench.EventsAsync(run.Id), e => e.Message.Contains("succeeded", StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(run.Directory, "steps", "01_first", "result.json")));
        Assert.Contains(run.Id, active.Behind);
    }

    [Fact]
    public async Task ExecuteAsync_AttemptIsTriedAgainAtOnce_ItsEndIsWrittenFirst()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        bench.Agents.Shell.Automatic = request => request.StepId is "first" && request.AttemptNumber < 3 ? FakeAgent.Failure : FakeAgent.Success;
        var together = 0;
        var store = new FaultyStore(bench.Store)
        {
            OnSave = s =>
            {
                together += s.Attempts.GroupBy(a => a.StepRunId).Count(g => g.Count() > 1);
                return null;
            },
        };
        var run = await bench.StartAsync();

        await bench.AnotherServer(store).ExecuteAsync(run.Id, Stop);

        Assert.Equal(0, together);
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
        foreach (var number in (int[])[1, 2, 3])
        {
            Assert.True(File.Exists(Path.Combine(run.Directory, "steps", "01_first", "attempts", $"{number}", "result.json")));
        }
    }

    [Fact]
    public async Task ExecuteAsync_QuestionIsHeldWhenNewsCome_IsAsked()
    {
        await using var bench = await EngineBench.CreateAsync(Two.Replace("    run: \"true\"\n    retry", "    run: \"true\"\n    approval: always\n    retry", StringComparison.Ordinal));
        var run = await bench.StartAsync();
        var work = bench.Executor.ExecuteAsync(run.Id, Stop);
        var request = await bench.Agents.Shell.NextAsync();

        // A wake that the rows do not have yet: it stays news, so that the signals are read each time.
        bench.Wake(run, 99);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        bench.Agents.Shell.End(request, FakeAgent.Success);
        await work;

        var approval = await bench.OpenApprovalAsync(run.Id);
        Assert.Equal(RunStatus.Waiting, (await bench.StateAsync(run.Id)).Run.Status);
        await bench.AnswerAsync(approval, ApprovalStatus.Approved);
        await bench.DeliverAsync();
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
    }

    [Fact]
    public async Task ExecuteAsync_CancelComesWithTheEndOfAStep_TheStepHasEndedAndNoneBegins()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        var run = await bench.StartAsync();
        var work = bench.Executor.ExecuteAsync(run.Id, Stop);
        var request = await bench.Agents.Shell.NextAsync();
        bench.Agents.Shell.End(request, FakeAgent.Success);
        var cancelled = await bench.Service.CancelAsync(run.Id, "mara", Stop);
        await work;

        // Whichever came first, what is written is whole.
        var state = await bench.StateAsync(run.Id);
        Assert.True(state.Run.HasEnded, $"{cancelled}: {state.Run.Status}");
        Assert.DoesNotContain(state.Attempts, a => a.Status == AttemptStatus.Running);
        Assert.All(state.Steps, s => Assert.True(s.HasEnded));
    }

    [Fact]
    public async Task ExecuteAsync_StepWithSecrets_IsWrittenAndSealedBeforeTheNextBegins()
    {
        await using var bench = await EngineBench.CreateAsync(Two.Replace("    retry", "    secrets: [API_KEY]\n    retry", StringComparison.Ordinal));
        bench.Secrets.Values["API_KEY"] = "a-value-that-nobody-sees";
        var run = await bench.StartAsync();
        var inSecond = "";
        bench.Agents.Shell.Automatic = request =>
        {
            var raw = Path.Combine(run.Directory, "steps", "01_first", "attempts", "1", "stdout.log");
            if (request.StepId is "first")
            {
                File.WriteAllText(raw, "key a-value-that-nobody-sees\n");
            }
            else
            {
                inSecond = File.ReadAllText(raw);
            }

            return FakeAgent.Success;
        };

        await bench.Executor.ExecuteAsync(run.Id, Stop);

        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
        Assert.StartsWith("key ", inSecond, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody-sees", inSecond, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExecuteAsync_AgentOfTheNextStep_FindsTheDocumentsOfTheStepsBefore()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        var run = await bench.StartAsync();
        var found = "";
        bench.Agents.Shell.Automatic = request =>
        {
            found = request.StepId is "second" ? File.ReadAllText(Path.Combine(run.Directory, "steps", "01_first", "result.json")) : found;
            return FakeAgent.Success;
        };
        var atEnd = false;
        var store = new FaultyStore(bench.Store)
        {
            OnSave = s =>
            {
                atEnd |= s.Release && File.Exists(Path.Combine(run.Directory, "steps", "02_second", "result.json"));
                return null;
            },
        };

        await bench.AnotherServer(store).ExecuteAsync(run.Id, Stop);

        Assert.Contains("\"Completed\"", found, StringComparison.Ordinal);
        Assert.True(atEnd, "the run had ended before the files of its steps were there");
        Assert.Contains("\"Completed\"", await File.ReadAllTextAsync(Path.Combine(run.Directory, "metadata.json"), Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExecuteAsync_RunFailsBeforeItsFolderIsMade_ItsDocumentSaysSo()
    {
        await using var bench = await EngineBench.CreateAsync(Two.Replace("    retry", "    secrets: [API_KEY]\n    retry", StringComparison.Ordinal));
        bench.Secrets.Values["API_KEY"] = "a-value-that-nobody-sees";
        var run = await bench.StartAsync();
        bench.Secrets.Values.Clear();

        await bench.Executor.ExecuteAsync(run.Id, Stop);

        Assert.Equal(RunStatus.Failed, (await bench.StateAsync(run.Id)).Run.Status);
        Assert.Contains("\"Failed\"", await File.ReadAllTextAsync(Path.Combine(run.Directory, "metadata.json"), Stop), StringComparison.Ordinal);
    }

    private static bool Begins(Run run, RunSave save, string step) =>
        save.Run.Id == run.Id && save.Attempts.Any(a => a.Status == AttemptStatus.Running && a.Directory.Contains(step, StringComparison.Ordinal) && a.Process is null)
        && save.Events.Any(e => e.Message.StartsWith("Attempt", StringComparison.Ordinal) && e.Message.Contains("begins", StringComparison.Ordinal));

    private static async Task AssertFirstEndedOnceAsync(EngineBench bench, Run run)
    {
        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Running, "decide what follows first"), (state.Run.Status, state.Run.NextAction));
        Assert.Equal((StepStatus.Completed, StepStatus.Pending), (state.Latest("first")!.Status, state.Latest("second")!.Status));
        Assert.Equal(AttemptStatus.Succeeded, Assert.Single(state.Attempts).Status);
        Assert.Single(await bench.EventsAsync(run.Id), e => e.Message.StartsWith("Attempt 1 of first succeeded", StringComparison.Ordinal));
        Assert.Contains("Succeeded", await File.ReadAllTextAsync(Path.Combine(run.Directory, "steps", "01_first", "result.json"), Stop), StringComparison.Ordinal);
    }
}
