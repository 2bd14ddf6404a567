using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Faults;

/// <summary>kill -9 of the server while it keeps the files of a workspace: between the agent's end and the row that says so.</summary>
public sealed class CheckpointKillTests
{
    private static readonly (string Name, string Yaml) Kept = ("kept", """
        version: "1.0"
        name: kept
        key: KEPT
        inputs:
          ledger: {type: string, required: true}
        env: {LEDGER: "{{inputs.ledger}}"}
        steps:
          - id: change
            run: |
              echo "$SIGNALBOX_RUN_KEY" > gated.txt
              echo new > new.txt
              worker 6 0
          - id: next
            needs: [change]
            run: worker 4 0
        """);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ServerKilledWhileACheckpointIsMade_TheNextMakesItAndTheStepIsNotDoneAgain()
    {
        await using var bench = await FaultBench.CreateAsync([Kept], Stop);
        var (gate, atGate) = (bench.Combine("gate"), bench.Combine("at-gate"));
        var script = bench.Combine("clean");
        await File.WriteAllTextAsync(script, $"touch '{atGate}'\nwhile [ ! -e '{gate}' ]; do sleep 0.02; done\nexec cat\n", Stop);
        await File.WriteAllTextAsync(gate, "", Stop);
        await bench.Repository.GitAsync(Stop, "config", "filter.gate.clean", $"sh '{script}'");
        await File.WriteAllTextAsync(Path.Combine(bench.Repository.Path, ".gitattributes"), "gated.txt filter=gate\n", Stop);
        await File.WriteAllTextAsync(Path.Combine(bench.Repository.Path, "gated.txt"), "behind the gate\n", Stop);
        await bench.Repository.GitAsync(Stop, "add", "--all");
        await bench.Repository.GitAsync(Stop, "commit", "--quiet", "--message=Gate");
        var oracle = new LedgerOracle(bench);

        // In the middle of writing the files: git stands still while the server dies, and goes on without it.
        File.Delete(gate);
        File.Delete(atGate);
        var key = await bench.StartRunAsync("kept", Stop);
        var process = Path.Combine(bench.Attempt(key, "01_change"), "process");
        await Until.TrueAsync(() => BoundaryKillTests.HasExit(process), "the agent's end", Stop);
        await Until.TrueAsync(() => File.Exists(atGate), "git at the gate", Stop);
        await bench.Server.KillAsync();
        await File.WriteAllTextAsync(gate, "", Stop);
        await bench.StartServerAsync(Stop);
        await CheckAsync(bench, oracle, key);

        // When the commit is there and the row that names it may not be.
        for (var round = 1; round <= FaultMode.Pick(1, 10); round++)
        {
            key = await bench.StartRunAsync("kept", Stop);
            var id = (await bench.Server.GetAsync($"/api/v1/runs/{key}", Stop)).GetProperty("id").GetString()!;
            var refs = Path.Combine(bench.Repository.Path, ".git", "refs", "signalbox", id);
            await Until.TrueAsync(() => Directory.Exists(refs) && Directory.EnumerateFiles(refs).Any(f => !f.EndsWith(".lock", StringComparison.Ordinal)), "the checkpoint's ref", Stop);
            await bench.CrashAsync(Stop);
            await CheckAsync(bench, oracle, key);
        }

        await oracle.CheckNothingIsOpenAsync(Stop);
        FaultMode.Print($"killed while checkpoints were made: {oracle.Steps} steps, {oracle.Attempts} attempts, {oracle.Interrupted} interrupted; each checkpoint's commit is there, branch and index as they were");
    }

    private static async Task CheckAsync(FaultBench bench, LedgerOracle oracle, string key)
    {
        await bench.EndAsync(key, Stop);
        await oracle.CheckAsync(key, Stop);
        await oracle.CheckDocumentsAsync(key, Stop);
        var rows = await StoredRows.ReadAsync(
            bench.Data, "SELECT c.type, c.\"commit\", c.id FROM checkpoints c JOIN runs r ON r.id = c.run_id WHERE r.key = $key ORDER BY c.created_at, c.id", Stop, ("$key", key));
        Assert.Equal(["Complete", "Plan", "Progress", "Progress"], rows.Select(r => (string)r[0]).Order(StringComparer.Ordinal));
        foreach (var row in rows.Where(r => r[0] is "Progress"))
        {
            // What the agent left is in each of them.
            Assert.Equal(key, await bench.Repository.GitAsync(Stop, "show", $"{row[1]}:gated.txt"));
            Assert.Equal("new", await bench.Repository.GitAsync(Stop, "show", $"{row[1]}:new.txt"));
        }

        // Neither the branch nor the index of the agent was touched.
        var workspace = Path.Combine(bench.Run(key), "workspace");
        var log = await Command.RunAsync("git", ["log", "--format=%s", "main..HEAD"], Stop, workspace);
        Assert.Equal((0, ""), (log.ExitCode, log.Output));
        var status = await Command.RunAsync("git", ["status", "--porcelain"], Stop, workspace);
        Assert.Equal((0, " M gated.txt\n?? new.txt\n"), (status.ExitCode, status.Output));
    }
}
