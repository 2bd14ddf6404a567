using System.Text.Json.Nodes;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Export;

namespace Signalbox.Unit.Engine.Runs.Export;

public sealed class RunExportTests : IAsyncLifetime
{
    private TransferBench _bench = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bench = await TransferBench.CreateAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    [Trait("Spec1", "Task: worktree_path; State Persistence: .ckrv/tasks/TASK_ID/ metadata.json, steps/01_plan/result.json, stdout.log, outputs/plan.md")]
    public async Task ExportAsync_Run_HasSpec1sLayoutAndWords()
    {
        var state = await RunAsync();

        var result = await _bench.Exporter.ExportAsync(state.Run.Id, _bench.In("out"), Ct);

        Assert.Equal((_bench.In("out/.ckrv/tasks/DOC-1"), null), (result.Folder, result.Fault));
        Assert.Equal(
            [
                "metadata.json",
                "steps/01_plan/attempts/1/outputs/draft.md", "steps/01_plan/attempts/1/prompt.md", "steps/01_plan/attempts/1/result.json", "steps/01_plan/attempts/1/stderr.log", "steps/01_plan/attempts/1/stdout.log",
                "steps/01_plan/attempts/2/outputs/plan.md", "steps/01_plan/attempts/2/prompt.md", "steps/01_plan/attempts/2/result.json", "steps/01_plan/attempts/2/stderr.log", "steps/01_plan/attempts/2/stdout.log",
                "steps/01_plan/outputs/plan.md", "steps/01_plan/prompt.md", "steps/01_plan/result.json", "steps/01_plan/stderr.log", "steps/01_plan/stdout.log",
                "steps/02_ship/result.json",
                "workflow_snapshot.yml",
            ],
            Files(result.Folder!));
        var metadata = await ReadAsync(result, "metadata.json");
        Assert.Equal(["id", "original_prompt", "workflow_name", "status", "worktree_path", "created_at", "signalbox"], metadata.Select(p => p.Key));
        Assert.Equal(("DOC-1", "Failed", "Cancelled"), ((string?)metadata["id"], (string?)metadata["status"], (string?)metadata["signalbox"]!["status"]));
        var plan = await ReadAsync(result, "steps/01_plan/result.json");
        Assert.Equal(["step_id", "status", "outputs", "stdout", "stderr", "signalbox"], plan.Select(p => p.Key));
        Assert.Equal(("plan", "success", "steps/01_plan/outputs/plan.md", "second\n"), ((string?)plan["step_id"], (string?)plan["status"], (string?)plan["outputs"]!["plan"], (string?)plan["stdout"]));
        Assert.Equal("timeout", (string?)(await ReadAsync(result, "steps/01_plan/attempts/1/result.json"))["status"]);
        Assert.Equal("skipped", (string?)(await ReadAsync(result, "steps/02_ship/result.json"))["status"]);
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(result.Folder!, "*", SearchOption.AllDirectories), path => new FileInfo(path).LinkTarget is not null);
    }

    [Fact]
    public async Task ExportAsync_ThenImportElsewhere_IsTheSameRun()
    {
        var first = await RunAsync();
        var exported = await _bench.Exporter.ExportAsync(first.Run.Id, _bench.In("out"), Ct);
        await using var elsewhere = await TransferBench.CreateAsync();

        var second = await elsewhere.ImportedAsync(exported.Folder!);

        Assert.Equal(Facts(first), Facts(second));
        Assert.Equal(first.Run.Inputs.OrderBy(i => i.Key), second.Run.Inputs.OrderBy(i => i.Key));
        Assert.Equal(first.Version.Yaml, second.Version.Yaml);
        Assert.Equal(first.Attempts.Select(AttemptFacts), second.Attempts.Select(AttemptFacts));
        for (var i = 0; i < first.Attempts.Count; i++)
        {
            Assert.Equal(await _bench.LogAsync(first.Attempts[i], LogStream.Stdout), await elsewhere.LogAsync(second.Attempts[i], LogStream.Stdout));
            Assert.Equal(await _bench.LogAsync(first.Attempts[i], LogStream.Stderr), await elsewhere.LogAsync(second.Attempts[i], LogStream.Stderr));
        }

        Assert.Equal("plan", await File.ReadAllTextAsync(Path.Combine(second.Run.Directory, (string)second.Steps[0].Outputs["plan"]!), Ct));

        // A folder of another data directory can be imported as it is, links and all; it has nothing of a step that never ran.
        await using var third = await TransferBench.CreateAsync();
        Assert.Equal(Facts(first)[..Facts(first).IndexOf("\nship ", StringComparison.Ordinal)], Facts(await third.ImportedAsync(second.Run.Directory)));
    }

    [Fact]
    public async Task ExportAsync_AgentLeftALink_IsNotFollowedAndSaid()
    {
        var state = await RunAsync();
        await _bench.WriteAsync("secret", "secret");
        var log = Path.Combine(state.Attempts[^1].Directory, "stdout.log");
        File.Delete(log);
        File.CreateSymbolicLink(log, _bench.In("secret"));

        var result = await _bench.Exporter.ExportAsync(state.Run.Id, _bench.In("out"), Ct);

        Assert.Contains(result.LeftOut, sentence => sentence.Contains("is a link", StringComparison.Ordinal));
        Assert.DoesNotContain(Files(result.Folder!), name => File.ReadAllText(Path.Combine(result.Folder!, name)).Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ExportAsync_TargetExistsOrNoRun_SaysSo()
    {
        var state = await RunAsync();
        Directory.CreateDirectory(_bench.In("out/.ckrv/tasks/DOC-1"));

        Assert.Contains("exists already", (await _bench.Exporter.ExportAsync(state.Run.Id, _bench.In("out"), Ct)).Fault, StringComparison.Ordinal);
        Assert.Contains("there is no run", (await _bench.Exporter.ExportAsync(EntityId.New<RunId>(), _bench.In("out"), Ct)).Fault, StringComparison.Ordinal);
        Assert.Equal(["DOC-1"], Directory.EnumerateFileSystemEntries(_bench.In("out/.ckrv/tasks")).Select(Path.GetFileName));
    }

    [Fact]
    [Trait("Spec1", "State Persistence: workspace/ (Git worktree)")]
    public async Task Make_WorktreeIsThere_LinksToIt()
    {
        await _bench.WriteAsync("task/metadata.json", $$"""{"worktree_path":"{{_bench.In("worktree")}}"}""");
        Assert.Equal("workspace: the worktree is not on this machine", WorkspaceLink.Make(_bench.In("task")));

        Directory.CreateDirectory(_bench.In("worktree"));
        Assert.Null(WorkspaceLink.Make(_bench.In("task")));

        Assert.Equal(_bench.In("worktree"), new DirectoryInfo(_bench.In("task/workspace")).LinkTarget);
    }

    private static string Facts(RunState state) => string.Join('\n',
    [
        $"{state.Run.Key} {state.Run.Status} {state.Run.StatusReason} {state.Run.OriginalPrompt} {state.Run.Workflow} {state.Run.StartedBy} {state.Run.CreatedAt:O} {state.Run.StartedAt:O} {state.Run.EndedAt:O} {state.Run.CostUsd}",
        .. state.Steps.Select(s => $"{s.StepId} {s.Name} {s.Position} {s.Visit} {s.Agent} {s.Status} {s.StatusReason} {s.Verified} {s.StartedAt:O} {s.EndedAt:O} {string.Join(',', s.Needs)} {string.Join(',', s.Outputs.OrderBy(o => o.Key))}"),
    ]);

    private static string AttemptFacts(Attempt a) => $"{a.Number} {a.Agent} {a.Model} {a.Status} {a.ExitCode} {a.SessionId} {a.FinalText} {a.Error} {a.Usage} {a.StartedAt:O} {a.EndedAt:O} {a.PromptHash}";

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal);

    private static async Task<JsonObject> ReadAsync(RunExportResult result, string name) => JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(result.Folder!, name), Ct))!.AsObject();

    /// <summary>A run with two attempts, outputs, inputs and a skipped step, taken in from files that say all of it.</summary>
    private async Task<RunState> RunAsync()
    {
        await _bench.WriteAsync("in/metadata.json", """
            {"id":"DOC-1","original_prompt":"Plan it","workflow_name":"docs","status":"Failed","created_at":"2026-01-02T03:04:05Z",
             "signalbox":{"status":"Cancelled","status_reason":"cancelled by ann","inputs":{"topic":"trains","count":3,"deep":{"list":[1,2.5,null,true]}},
                          "started_by":"ann","started_at":"2026-01-02T03:04:06Z","ended_at":"2026-01-02T03:05:00Z","cost_usd":0.25,"workflow_version":4}}
            """);
        await _bench.WriteAsync("in/workflow_snapshot.yml", "version: \"1.0\"\nname: docs\n");
        await _bench.WriteAsync("in/steps/01_plan/attempts/1/result.json", """
            {"step_id":"plan","status":"timeout","signalbox":{"outcome":"TimedOut","attempt":1,"error":{"code":"timeout","message":"took too long","retryable":true},"started_at":"2026-01-02T03:04:07Z","ended_at":"2026-01-02T03:04:20Z"}}
            """);
        await _bench.WriteAsync("in/steps/01_plan/attempts/1/outputs/draft.md", "draft");
        await _bench.WriteAsync("in/steps/01_plan/attempts/1/prompt.md", "do it");
        await _bench.WriteAsync("in/steps/01_plan/attempts/1/stdout.log", "first\n");
        await _bench.WriteAsync("in/steps/01_plan/result.json", """
            {"step_id":"plan","status":"success","outputs":{"plan":"steps/01_plan/outputs/plan.md","note":"well\ndone"},
             "signalbox":{"name":"Plan","needs":["a","b"],"status":"Completed","agent":"claude","verified":true,"outcome":"Succeeded","attempt":2,"exit_code":0,"model":"m","session_id":"s-1","final_text":"done",
                          "usage":{"input_tokens":10,"cost_usd":0.25,"turns":2},"started_at":"2026-01-02T03:04:21Z","ended_at":"2026-01-02T03:04:50Z","step_started_at":"2026-01-02T03:04:07Z","step_ended_at":"2026-01-02T03:04:51Z"}}
            """);
        await _bench.WriteAsync("in/steps/01_plan/attempts/2/prompt.md", "do it again");
        await _bench.WriteAsync("in/steps/01_plan/attempts/2/stdout.log", "second\n");
        await _bench.WriteAsync("in/steps/01_plan/attempts/2/stderr.log", "hm\n");
        await _bench.WriteAsync("in/steps/01_plan/outputs/plan.md", "plan");
        await _bench.WriteAsync("in/steps/02_ship/result.json", """{"step_id":"ship","status":"skipped","signalbox":{"status":"Skipped","status_reason":"the run was cancelled","agent":"shell"}}""");
        return await _bench.ImportedAsync("in");
    }
}
