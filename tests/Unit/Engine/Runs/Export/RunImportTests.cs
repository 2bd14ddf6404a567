using System.Diagnostics;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Export;

namespace Signalbox.Unit.Engine.Runs.Export;

public sealed class RunImportTests : IAsyncLifetime
{
    private const string Metadata = """{"id":"OLD-7","original_prompt":"Write a plan","workflow_name":"plan","status":"completed","worktree_path":"/gone","created_at":"2026-01-02T03:04:05Z"}""";

    private TransferBench _bench = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bench = await TransferBench.CreateAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task ImportAsync_OlderProgramsFolder_ReadsStatusesInEitherCaseAndAbsentInputsAsEmpty()
    {
        await WriteAsync("metadata.json", Metadata);
        await WriteAsync("workflow_snapshot.yml", "version: '1.0'\nname: plan\n");
        await WriteAsync("steps/01_plan/result.json", """{"step_id":"plan","status":"Success","outputs":{"plan":"outputs/plan.md","note":"all well","old":"/elsewhere/.ckrv/tasks/OLD-7/steps/01_plan/outputs/deep/x.md"},"stdout":"said\n","stderr":""}""");
        await WriteAsync("steps/01_plan/outputs/plan.md", "# Plan");
        await WriteAsync("steps/01_plan/outputs/deep/x.md", "deep");
        await WriteAsync("steps/02_test/result.json", """{"step_id":"test","status":"TIMEOUT","outputs":{},"stdout":"","stderr":"late"}""");
        await WriteAsync("steps/02_test/stdout.log", "from the file\n");
        await WriteAsync("steps/03_ship/result.json", """{"step_id":"ship","status":"skipped"}""");

        var state = await _bench.ImportedAsync("old");

        Assert.Equal(("OLD-7", RunStatus.Completed, "Write a plan", "plan"), (state.Run.Key, state.Run.Status, state.Run.OriginalPrompt, state.Run.Workflow));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), state.Run.CreatedAt);
        Assert.Empty(state.Run.Inputs);
        Assert.Equal("version: '1.0'\nname: plan\n", state.Version.Yaml);
        Assert.Equal([("plan", StepStatus.Completed), ("test", StepStatus.Failed), ("ship", StepStatus.Skipped)], state.Steps.Select(s => (s.StepId, s.Status)));
        Assert.Equal([AttemptStatus.Succeeded, AttemptStatus.TimedOut], state.Attempts.Select(a => a.Status));
        Assert.Equal("steps/01_plan/attempts/1/outputs/plan.md", state.Steps[0].Outputs["plan"]);
        Assert.Equal("steps/01_plan/attempts/1/outputs/deep/x.md", state.Steps[0].Outputs["old"]);
        Assert.Equal("all well", state.Steps[0].Outputs["note"]);
        Assert.Equal("# Plan", await File.ReadAllTextAsync(Path.Combine(state.Run.Directory, "steps/01_plan/outputs/plan.md"), Ct));
        Assert.Equal("said\n", await _bench.LogAsync(state.Attempts[0], LogStream.Stdout));
        Assert.Equal("from the file\n", await _bench.LogAsync(state.Attempts[1], LogStream.Stdout));
        Assert.Equal("late", await _bench.LogAsync(state.Attempts[1], LogStream.Stderr));
    }

    [Theory]
    [InlineData("Running", "was running when it was exported")]
    [InlineData("PENDING", "was pending when it was exported")]
    public async Task ImportAsync_NotEnded_HasFailedAndSaysSo(string status, string reason)
    {
        await WriteAsync("metadata.json", $$"""{"id":"OLD-8","status":"{{status}}"}""");
        await WriteAsync("steps/01_plan/result.json", """{"step_id":"plan","status":"running"}""");

        var state = await _bench.ImportedAsync("old");

        Assert.Equal((RunStatus.Failed, reason), (state.Run.Status, state.Run.StatusReason));
        Assert.Equal((StepStatus.Failed, "was running when it was exported"), (state.Steps[0].Status, state.Steps[0].StatusReason));
        Assert.Equal(AttemptStatus.Interrupted, state.Attempts[0].Status);
    }

    [Fact]
    public async Task ImportAsync_KeyIsTaken_IsRefusedAndAnotherKeyTaken()
    {
        await WriteAsync("metadata.json", Metadata);
        await _bench.ImportedAsync("old");

        Assert.Contains("OLD-7 is a run here already", (await _bench.ImportAsync("old")).Refused, StringComparison.Ordinal);
        Assert.Equal("OLD-9", (await _bench.ImportAsync("old", "OLD-9")).State!.Run.Key);
        Assert.Equal(["OLD-7", "OLD-9"], Directory.EnumerateDirectories(_bench.Runs).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("metadata.json", "{\"id\":\"../../x\"}", "cannot be the key of a run")]
    [InlineData("metadata.json", "not json", "cannot be read as JSON")]
    [InlineData("metadata.json", "[]", "is not a JSON object")]
    [InlineData("metadata.json", "{\"id\":\"\\ud800\"}", "cannot be read as JSON")]
    [InlineData("steps/01_plan/result.json", "{", "cannot be read as JSON")]
    [InlineData("steps/plan/result.json", "{}", "is not the folder of a step")]
    [InlineData("steps/01_a..b/result.json", "{}", "is not the folder of a step")]
    [InlineData("steps/02_plan/result.json", "{}", "step 'plan' is there twice")]
    [InlineData("steps/01_plan/attempts/x/result.json", "{}", "a folder that is no attempt")]
    [InlineData("steps/01_plan/visits/0/result.json", "{}", "a folder that is no visit")]
    [InlineData("steps/01_plan/items/bad name/result.json", "{}", "a name that no item has")]
    public async Task ImportAsync_Malformed_IsTurnedDownAndLeavesNothing(string name, string text, string reason)
    {
        await WriteAsync("metadata.json", Metadata);
        await WriteAsync("steps/01_plan/stdout.log", "x");
        await WriteAsync(name, text);

        Assert.Contains(reason, await _bench.TurnedDownAsync("old"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImportAsync_DeeplyNested_IsTurnedDown()
    {
        await WriteAsync("metadata.json", string.Concat(Enumerable.Repeat("{\"a\":", 5000)));

        Assert.Contains("cannot be read as JSON", await _bench.TurnedDownAsync("old"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImportAsync_Links_AreNotFollowed()
    {
        await WriteAsync("metadata.json", Metadata);
        await WriteAsync("steps/01_plan/result.json", """{"step_id":"plan","status":"success"}""");
        await _bench.WriteAsync("secret", "secret");
        File.CreateSymbolicLink(_bench.In("old/steps/01_plan/stdout.log"), _bench.In("secret"));
        Directory.CreateDirectory(_bench.In("old/steps/01_plan/outputs"));
        File.CreateSymbolicLink(_bench.In("old/steps/01_plan/outputs/x"), _bench.In("secret"));
        Directory.CreateSymbolicLink(_bench.In("old/steps/02_more"), _bench.In("old/steps/01_plan"));

        var result = await _bench.ImportAsync("old");

        Assert.Equal(["3 links, which are not followed"], result.LeftOut);
        Assert.Single(result.State!.Steps);
        Assert.Equal("", await _bench.LogAsync(result.State.Attempts[0], LogStream.Stdout));
        Assert.DoesNotContain(Directory.EnumerateFiles(_bench.Runs, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }), file => File.ReadAllText(file).Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ImportAsync_MetadataIsALink_IsTurnedDown()
    {
        await _bench.WriteAsync("real.json", Metadata);
        Directory.CreateDirectory(_bench.In("old"));
        File.CreateSymbolicLink(_bench.In("old/metadata.json"), _bench.In("real.json"));

        Assert.Contains("has no metadata.json", await _bench.TurnedDownAsync("old"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImportAsync_PipeInPlaceOfALog_IsTurnedDownAtOnce()
    {
        await WriteAsync("metadata.json", Metadata);
        await WriteAsync("steps/01_plan/result.json", """{"status":"success"}""");
        using var process = Process.Start("mkfifo", _bench.In("old/steps/01_plan/stdout.log"));
        await process.WaitForExitAsync(Ct);

        Assert.Contains("is not a regular file", await _bench.TurnedDownAsync("old"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImportAsync_VisitsAndItems_AreStepRunsOfTheirOwn()
    {
        await WriteAsync("metadata.json", Metadata);
        await WriteAsync("steps/01_lint/result.json", """{"status":"success"}""");
        await WriteAsync("steps/01_lint/visits/2/result.json", """{"status":"failed"}""");
        await WriteAsync("steps/01_lint/visits/2/items/src/result.json", """{"status":"success","signalbox":{"item_index":0,"item":"src"}}""");
        await WriteAsync("steps/01_lint/visits/2/items/docs/result.json", """{"status":"failed","signalbox":{"item_index":1,"item":"docs"}}""");

        var state = await _bench.ImportedAsync("old");

        Assert.Equal([(1, null, null), (2, null, null), (2, 0, "src"), (2, 1, "docs")], state.Steps.Select(s => (s.Visit, s.ItemIndex, s.Item as string)).OrderBy(s => s.Visit).ThenBy(s => s.ItemIndex ?? -1));
        Assert.Equal(2, state.Steps.Count(s => s.ParentId == state.Steps.Single(p => p.Visit == 2 && p.ParentId is null).Id));
    }

    [Fact]
    public void TasksIn_FolderWithExports_FindsEach()
    {
        foreach (var key in (string[])["A-2", "A-1"])
        {
            Directory.CreateDirectory(_bench.In($"many/.ckrv/tasks/{key}"));
            File.WriteAllText(_bench.In($"many/.ckrv/tasks/{key}/metadata.json"), "{}");
        }

        Assert.Equal([_bench.In("many/.ckrv/tasks/A-1"), _bench.In("many/.ckrv/tasks/A-2")], ImportSource.TasksIn(_bench.In("many")));
        Assert.Equal([_bench.In("many/.ckrv/tasks/A-1")], ImportSource.TasksIn(_bench.In("many/.ckrv/tasks/A-1")));
        Assert.Empty(ImportSource.TasksIn(_bench.In("none")));
    }

    private Task WriteAsync(string name, string text) => _bench.WriteAsync($"old/{name}", text);
}
