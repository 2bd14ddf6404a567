using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Faults;

/// <summary>kill -9 of the server between two things that belong together.</summary>
public sealed class BoundaryKillTests(BoundaryKillTests.Place place) : IClassFixture<BoundaryKillTests.Place>
{
    private const string First = "01_prepare";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private FaultBench Bench => place.Bench;

    /// <summary>The moments; the long form has those too that lie close to another.</summary>
    public static TheoryData<string> Moments => [.. FaultMode.Pick<string[]>(
        ["attempt-written", "place-taken", "exit-recorded"],
        ["run-queued", "attempt-written", "launch-written", "place-taken", "agent-started", "exit-recorded", "step-written", "last-step-written"])];

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task ServerKilledBetweenTwoActs_TheNextGoesOnWithoutDoingEitherTwice(string moment)
    {
        var key = await Bench.StartRunAsync("relay", Stop);
        var process = Path.Combine(Bench.Attempt(key, First), "process");
        await Until.TrueAsync(
            () => moment switch
            {
                "run-queued" => Task.FromResult(true),
                "attempt-written" => HasAsync("SELECT COUNT(*) FROM attempts a JOIN runs r ON r.id = a.run_id WHERE r.key = $key", key),
                "launch-written" => Task.FromResult(Path.Exists(Path.Combine(process, "attempt"))),
                "place-taken" => Task.FromResult(new FileInfo(Path.Combine(process, "claim")).LinkTarget is not null),
                "agent-started" => Task.FromResult(File.Exists(Path.Combine(process, "identity.json"))),
                "exit-recorded" => Task.FromResult(HasExit(process)),
                "step-written" => HasAsync("SELECT COUNT(*) FROM step_runs s JOIN runs r ON r.id = s.run_id WHERE r.key = $key AND s.step_id = 'prepare' AND s.status = 'Completed'", key),
                "last-step-written" => HasAsync("SELECT COUNT(*) FROM step_runs s JOIN runs r ON r.id = s.run_id WHERE r.key = $key AND s.step_id = 'join' AND s.status = 'Completed'", key),
                _ => throw new ArgumentOutOfRangeException(nameof(moment), moment, "no such moment"),
            },
            moment,
            Stop);
        await Bench.CrashAsync(Stop);

        await Bench.EndAsync(key, Stop);
        var oracle = new LedgerOracle(Bench);
        await oracle.CheckAsync(key, Stop);
        await oracle.CheckDocumentsAsync(key, Stop);
        FaultMode.Print($"killed at {moment}: {oracle.Steps} steps, {oracle.Attempts} attempts, {oracle.Interrupted} interrupted, {oracle.Lines} lines");
    }

    [Fact]
    public async Task ServerKilledWhileALogIsStored_TheNextStoresTheRestOnce()
    {
        var source = Bench.Combine("flood.txt");
        await File.WriteAllLinesAsync(source, Enumerable.Range(1, 400_000).Select(n => $"line {n:D7} of a flood, and some more text"), Stop);
        var key = await Bench.StartRunAsync("flood", Stop, new { source });
        await Until.TrueAsync(() => HasExit(Path.Combine(Bench.Attempt(key, "01_pour"), "process")), "the agent's end", Stop);
        await Bench.Server.KillAsync();
        var size = new FileInfo(source).Length;
        var stored = (await StoredRows.ReadAsync(Bench.Data, "SELECT COALESCE(MAX(s.committed_offset), 0) FROM log_streams s JOIN attempts a ON a.id = s.attempt_id JOIN runs r ON r.id = a.run_id WHERE r.key = $key", Stop, ("$key", key)))[0][0];
        FaultMode.Print($"killed while a log was stored: {stored} of {size} bytes were");
        Assert.True((long)stored < size, "the log was stored before the server could be killed: make the flood larger");
        await Bench.StartServerAsync(Stop);

        var run = await Bench.EndAsync(key, Stop);
        Assert.Equal("Completed", run.GetProperty("status").GetString());
        var attempt = Assert.Single(run.GetProperty("steps")[0].GetProperty("attempts").EnumerateArray()).GetProperty("id").GetString()!;
        Bytes.AssertSame(await File.ReadAllBytesAsync(source, Stop), await StoredLog.ReadAsync(Bench.Data, attempt, "Stdout", Stop), "stored log");
    }

    [Fact]
    public async Task ServerKilledWhileAWorktreeIsMade_AndItsGitGoesOn_TheNextMakesItAndTheRunCompletes()
    {
        place.CloseGate();
        string key;
        try
        {
            key = await Bench.StartRunAsync("relay", Stop);
            await Until.TrueAsync(() => File.Exists(place.AtGate), "git at the gate", Stop);
            await Bench.CrashAsync(Stop);
        }
        finally
        {
            place.OpenGate();
        }

        var run = await Bench.EndAsync(key, Stop);
        Assert.True(run.GetProperty("status").GetString() is "Completed", run.ToString());
        await new LedgerOracle(Bench).CheckAsync(key, Stop);
        var workspace = Path.Combine(Bench.Run(key), "workspace");
        Assert.Equal("behind the gate", (await File.ReadAllTextAsync(Path.Combine(workspace, "gated.txt"), Stop)).Trim());
        var status = await Command.RunAsync("git", ["status", "--porcelain"], Stop, workspace);
        Assert.Equal((0, ""), (status.ExitCode, status.Output));
    }

    [Fact]
    public async Task ServerKilledJustAfterACancelWasAccepted_TheNextCancelsAndNothingSurvives()
    {
        var key = await Bench.StartRunAsync("linger", Stop);
        await Until.TrueAsync(async () => (await WorkersAsync(key)).Count == 2, "both workers", Stop);
        await Bench.CancelAsync(key, Stop);
        await Bench.CrashAsync(Stop);

        var run = await Bench.EndAsync(key, Stop);
        Assert.Equal("Cancelled", run.GetProperty("status").GetString());
        Assert.All(await WorkersAsync(key), w => Assert.False(Survivors.IsAlive(w.Number), $"worker {w.Number} survived"));
        await new LedgerOracle(Bench).CheckNothingIsOpenAsync(Stop);
    }

    internal static bool HasExit(string process) =>
        Directory.Exists(process) && Directory.EnumerateFiles(process, "exit.*").Any(f => !f.EndsWith(".pending", StringComparison.Ordinal));

    private async Task<bool> HasAsync(string sql, string key) => await StoredRows.CountAsync(Bench.Data, sql, Stop, ("$key", key)) > 0;

    private async Task<List<LedgerEntry>> WorkersAsync(string key) =>
        [.. (await Bench.Ledger.ReadAsync(Stop)).Where(e => e.Kind is "start" && string.Equals(e.Run, key, StringComparison.Ordinal))];

    /// <summary>One data directory for all moments. Its repository has a gate: git stops there while it makes a worktree, unless it is open.</summary>
    public sealed class Place : IAsyncLifetime
    {
        private static readonly (string Name, string Yaml) Flood = ("flood", """
            version: "1.0"
            name: flood
            key: FLOOD
            inputs:
              source: {type: string, required: true}
            env: {SOURCE: "{{inputs.source}}"}
            steps:
              - id: pour
                run: cat "$SOURCE"
            """);

        private static readonly (string Name, string Yaml) Linger = ("linger", """
            version: "1.0"
            name: linger
            key: LINGER
            inputs:
              ledger: {type: string, required: true}
            env: {LEDGER: "{{inputs.ledger}}"}
            steps:
              - id: one
                run: worker 100000 0.05
              - id: two
                run: trap '' TERM; exec worker 100000 0.05
            """);

        internal FaultBench Bench { get; private set; } = null!;

        /// <summary>There when a git has come to the gate.</summary>
        internal string AtGate => Bench.Combine("at-gate");

        private string Gate => Bench.Combine("gate");

        public async ValueTask InitializeAsync()
        {
            var stop = TestContext.Current.CancellationToken;
            Bench = await FaultBench.CreateAsync([FaultWorkflows.Relay, Flood, Linger], stop, "--Logs:MaxBytesPerRun=1000000000");
            var script = Bench.Combine("smudge");
            await File.WriteAllTextAsync(script, $"touch '{AtGate}'\nwhile [ ! -e '{Gate}' ]; do sleep 0.02; done\nexec cat\n", stop);
            OpenGate();
            await Bench.Repository.GitAsync(stop, "config", "filter.gate.smudge", $"sh '{script}'");
            await File.WriteAllTextAsync(Path.Combine(Bench.Repository.Path, ".gitattributes"), "gated.txt filter=gate\n", stop);
            await File.WriteAllTextAsync(Path.Combine(Bench.Repository.Path, "gated.txt"), "behind the gate\n", stop);
            await Bench.Repository.GitAsync(stop, "add", "--all");
            await Bench.Repository.GitAsync(stop, "commit", "--quiet", "--message=Gate");
        }

        public ValueTask DisposeAsync() => Bench?.DisposeAsync() ?? ValueTask.CompletedTask;

        internal void CloseGate()
        {
            File.Delete(AtGate);
            File.Delete(Gate);
        }

        internal void OpenGate() => File.WriteAllText(Gate, "");
    }
}
