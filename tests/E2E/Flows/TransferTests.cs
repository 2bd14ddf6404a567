using System.Text.Json;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Flows;

/// <summary>A run leaves one installation in spec 1's layout and arrives in another that knows nothing of it.</summary>
public sealed class TransferTests(SharedServer shared)
{
    private static readonly string[] TaskKeys = ["id", "original_prompt", "workflow_name", "status", "worktree_path", "created_at"];
    private static readonly string[] ResultKeys = ["step_id", "status", "outputs", "stdout", "stderr"];

    [Fact]
    public async Task ExportAndImport_IntoAnEmptyServer_TheRunIsTheSame()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var key = await RunAsync("proven", stop, "--input", "wanted=very good", "--prompt", "Prove it", "--key", "MOVED-1");
        await OkAsync(shared.Server, stop, "run", "export", key, folder.Combine("first"));
        var first = folder.Combine($"first/.ckrv/tasks/{key}");

        var task = await ReadAsync(first, "metadata.json", stop);
        Assert.Equal(TaskKeys, task.EnumerateObject().Select(p => p.Name).Take(TaskKeys.Length));
        Assert.Equal((key, "Prove it", "proven", "Completed"), (Text(task, "id"), Text(task, "original_prompt"), Text(task, "workflow_name"), Text(task, "status")));
        var result = await ReadAsync(first, "steps/02_read/result.json", stop);
        Assert.Equal(ResultKeys, result.EnumerateObject().Select(p => p.Name).Take(ResultKeys.Length));
        Assert.Equal(("read", "very good"), (Text(result, "step_id"), result.GetProperty("outputs").GetProperty("said").GetString()));
        Assert.Equal("very good\n", await File.ReadAllTextAsync(Path.Combine(first, "steps/02_read/stdout.log"), stop));
        Assert.Contains("name: proven", await File.ReadAllTextAsync(Path.Combine(first, "workflow_snapshot.yml"), stop), StringComparison.Ordinal);

        await using var other = await SignalboxServer.StartAsync(folder.Combine("data"), stop);
        var imported = await OkAsync(other, stop, "run", "import", folder.Combine("first"));
        Assert.StartsWith($"{key}  Completed  proven", imported, StringComparison.Ordinal);

        // What people and programs see of it, and what a second export of it has.
        var (here, there) = (await shared.Server.GetAsync($"/api/v1/runs/{key}", stop), await other.GetAsync($"/api/v1/runs/{key}", stop));
        foreach (var field in (string[])["status", "originalPrompt", "inputs", "startedAt", "endedAt", "workflow"])
        {
            Assert.Equal(here.GetProperty(field).GetRawText(), there.GetProperty(field).GetRawText());
        }

        Assert.Equal(Steps(here), Steps(there));
        Assert.Equal("very good\n", await OkAsync(other, stop, "run", "logs", key, "--step", "read"));
        await OkAsync(other, stop, "run", "export", key, folder.Combine("second"));
        Assert.Equal(Files(first, stop), Files(folder.Combine($"second/.ckrv/tasks/{key}"), stop));

        var twice = await other.CliAsync(stop, "run", "import", folder.Combine("first"));
        Assert.True(twice.ExitCode == 4, twice.ToString());
    }

    private static IEnumerable<string> Steps(JsonElement run) => run.GetProperty("steps").EnumerateArray()
        .Select(s => $"{Text(s, "id")} {Text(s, "status")} {s.GetProperty("outputs").GetRawText()} {string.Join(',', s.GetProperty("attempts").EnumerateArray().Select(a => $"{a.GetProperty("number").GetInt32()} {Text(a, "outcome")} {a.GetProperty("exitCode").GetRawText()}"))}");

    /// <summary>The files of an export and what is in them; of the two documents only what spec 1 says, without where the worktree was.</summary>
    private static SortedDictionary<string, string> Files(string folder, CancellationToken stop)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            stop.ThrowIfCancellationRequested();
            var name = Path.GetRelativePath(folder, path);
            var text = File.ReadAllText(path);
            if (name.StartsWith("workspace/", StringComparison.Ordinal))
            {
                continue;
            }

            files[name] = Path.GetFileName(name) switch
            {
                "metadata.json" => Only(text, TaskKeys.Where(k => k is not "worktree_path")),
                "result.json" => Only(text, ResultKeys),
                _ => text,
            };
        }

        return files;
    }

    private static string Only(string json, IEnumerable<string> keys)
    {
        var document = JsonSerializer.Deserialize<JsonElement>(json);
        return string.Join('\n', keys.Select(k => document.GetProperty(k).GetRawText()));
    }

    private static async Task<JsonElement> ReadAsync(string folder, string name, CancellationToken stop) =>
        JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(Path.Combine(folder, name), stop));

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static async Task<string> OkAsync(SignalboxServer server, CancellationToken stop, params string[] arguments)
    {
        var result = await server.CliAsync(stop, arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }

    private async Task<string> RunAsync(string workflow, CancellationToken stop, params string[] more) =>
        (await OkAsync(shared.Server, stop, ["workflow", "run", workflow, "--wait", .. more])).Split('\n')[0];
}
