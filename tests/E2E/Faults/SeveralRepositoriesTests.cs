using System.Globalization;
using System.Net;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Faults;

/// <summary>
/// A run in two repositories: its server dies while the second worktree is being made, people look on in tmux and close the window, and another run is cancelled. Spec 3,
/// "A single workflow can coordinate work across multiple repositories"; spec 4, "Each agent has own worktree" and "tmux integration".
/// </summary>
public sealed class SeveralRepositoriesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Spec4", "4.1 parallel/tmux_orchestrator; Phase 2: tmux integration")]
    public async Task ServerDiesBetweenTwoWorktrees_TheRunGoesOnInBothAndIsSeenInTmux()
    {
        await using var bench = await FaultBench.CreateAsync([], Stop, "--Terminals:Tmux=true");
        var go = bench.Combine("go");
        await bench.Repository.WriteWorkflowAsync("both", $$$"""
            version: "1.0"
            name: both
            repositories: [web, api]
            ports: [PORT]
            env: {GO: "{{{go}}}"}
            steps:
              - id: server
                repository: api
                run: |
                  echo "at work in $(basename "$PWD") on port $PORT"
                  echo changed > made.txt
                  while [ ! -e "$GO" ]; do sleep 0.05; done
              - id: client
                repository: web
                needs: [server]
                expect_changes: true
                run: echo "$PORT" > port.txt
            """, Stop);
        var (web, api) = (await KnowAsync(bench, "web"), await KnowAsync(bench, "api"));
        var held = await HoldCheckoutAsync(bench, api);
        await Until.TrueAsync(async () => (await bench.Server.GetAsync("/api/v1/workflows", Stop)).ToString().Contains("\"both\"", StringComparison.Ordinal), "the workflow to be found", Stop);

        var key = await bench.StartRunAsync("both", Stop, new { });
        await Until.TrueAsync(() => File.Exists(held) && File.ReadAllText(held).Contains('\n', StringComparison.Ordinal), "the second worktree to be half made", Stop);
        await bench.Server.KillAsync();
        await EndAsync(held);
        await api.GitAsync(Stop, "config", "filter.slow.smudge", "cat");
        await bench.StartServerAsync(Stop);

        var socket = await SeenAsync(bench, key, "at work in api on port 2");
        await TmuxAsync(socket, "kill-window", "-t", key);
        await File.WriteAllTextAsync(go, "", Stop);
        var run = await bench.EndAsync(key, Stop);

        Assert.True(run.GetProperty("status").GetString() is "Completed", run.ToString());
        Assert.Equal(["web", "api"], run.GetProperty("repositories").EnumerateArray().Select(r => r.GetString()));
        Assert.Equal(["api", "web"], run.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("repository").GetString()));
        Assert.Equal("changed\n", await File.ReadAllTextAsync(Path.Combine(bench.Run(key), "workspace", "api", "made.txt"), Stop));
        Assert.InRange(int.Parse(await File.ReadAllTextAsync(Path.Combine(bench.Run(key), "workspace", "web", "port.txt"), Stop), CultureInfo.InvariantCulture), 20000, 29999);
        var checkpoints = await bench.Server.GetAsync($"/api/v1/runs/{key}/checkpoints", Stop);
        Assert.All(checkpoints.EnumerateArray(), c => Assert.Equal(["api", "web"], c.GetProperty("commits").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal)));
        foreach (var repository in (TestRepository[])[web, api])
        {
            Assert.Equal(2, (await repository.GitAsync(Stop, "worktree", "list")).Split('\n').Length);
        }

        File.Delete(go);
        var other = await bench.StartRunAsync("both", Stop, new { });
        Assert.Equal(socket, await SeenAsync(bench, other, "at work in api on port 2"));
        await bench.CancelAsync(other, Stop);
        await bench.EndAsync(other, Stop);
        await Until.TrueAsync(async () => (await TmuxAsync(socket, "list-windows", "-a")).ExitCode != 0, "the last window to be closed", Stop);
        await Until.TrueAsync(() => Directory.GetFiles(Path.Combine(bench.Data, "terminals")).Length == 0, "what windows showed to be gone", Stop);
    }

    private static async Task<TestRepository> KnowAsync(FaultBench bench, string name)
    {
        var repository = await TestRepository.CreateAsync(bench.Combine(name), Stop);
        await File.WriteAllTextAsync(Path.Combine(repository.Path, ".gitattributes"), "README.md filter=slow\n", Stop);
        await repository.GitAsync(Stop, "add", "--all");
        await repository.GitAsync(Stop, "commit", "--quiet", "--message=Attributes");
        var (status, body) = await bench.Server.PostAsync("/api/v1/repositories", new { path = repository.Path }, Stop);
        Assert.True(status == HttpStatusCode.OK, $"{status} {body}");
        return repository;
    }

    /// <summary>Lets git come to a halt in the middle of a checkout. Returns the file in which it then says which processes halt.</summary>
    private static async Task<string> HoldCheckoutAsync(FaultBench bench, TestRepository repository)
    {
        var (script, held) = (bench.Combine("slow.sh"), bench.Combine("held"));
        await File.WriteAllTextAsync(script, $"#!/bin/sh\necho \"$$ $PPID $(cut -d' ' -f4 /proc/$PPID/stat)\" > '{held}'\nexec sleep 600\n", Stop);
        await repository.GitAsync(Stop, "config", "filter.slow.smudge", $"exec sh '{script}'");
        return held;
    }

    /// <summary>What dies with the machine that the server dies with.</summary>
    private static async Task EndAsync(string held)
    {
        // The outermost first: it would put away what its child left.
        foreach (var id in (await File.ReadAllTextAsync(held, Stop)).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            var name = $"/proc/{id}/comm";
            if (File.Exists(name) && (await File.ReadAllTextAsync(name, Stop)).Trim() is "git" or "sleep")
            {
                await Command.RunAsync("kill", ["-9", id], Stop);
            }
        }
    }

    /// <summary>Waits until the run's window shows a text. Returns the socket of its tmux.</summary>
    private static async Task<string> SeenAsync(FaultBench bench, string key, string text)
    {
        string? command = null;
        await Until.TrueAsync(
            async () => (command = (await bench.Server.GetAsync($"/api/v1/runs/{key}", Stop)).GetProperty("terminal").GetString()) is not null, "a window", Stop);
        var socket = command!.Split(' ')[2];
        Assert.Equal($"tmux -L {socket} attach -t {key}", command);
        await Until.TrueAsync(async () => (await TmuxAsync(socket, "capture-pane", "-p", "-t", key)).Output.Contains(text, StringComparison.Ordinal), $"'{text}' in the window", Stop);
        return socket;
    }

    private static Task<CommandResult> TmuxAsync(string socket, params string[] arguments) => Command.RunAsync("tmux", ["-L", socket, .. arguments], Stop);
}
