using System.Globalization;
using System.Text.Json;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Faults;

/// <summary>Agents that are killed or do what no agent should: the run ends and says how, nothing survives, the server serves.</summary>
[Collection(OneServer.Name)]
public sealed class AgentFaultTests(OneServer.Place place)
{
    /// <summary>Waits until the supervisor has written down that the agent runs.</summary>
    private const string Started = "until [ -e \"$(dirname \"$(readlink /proc/$$/fd/1)\")/process/identity.json\" ]; do sleep 0.02; done";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private FaultBench Bench => place.Bench;

    [Fact]
    public async Task AgentKilled_TheAttemptFailsWithItsSignal_ItsChildrenDieToo()
    {
        var key = await place.StartScriptAsync("killed", "sleep 600 & note child $!\nwait", Stop);
        await place.WaitForNoteAsync(key, "child", Stop);
        await KillAsync(await place.WaitForNoteAsync(key, "begin", Stop));

        var attempt = await EndAsync(key, "Failed");
        Assert.Equal("Failed", attempt.GetProperty("outcome").GetString());
        Assert.Equal(137, attempt.GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task SupervisorKilled_TheAttemptIsInterrupted_NothingOfItSurvives_AndASecondOneWorks()
    {
        var key = await place.StartScriptAsync("orphaned", """
            [ "$SIGNALBOX_ATTEMPT_NUMBER" = 1 ] || { echo "second $(cat "$FILES/orphaned-first")"; note second; exit 0; }
            echo first
            setsid sleep 600 & note child $!
            echo "$!" > "$FILES/orphaned-first"
            note supervisor "$PPID"
            wait
            """, Stop);
        await KillAsync(await place.WaitForNoteAsync(key, "supervisor", Stop));

        var run = await EndRunAsync(key, "Completed");
        var attempts = run.GetProperty("steps")[0].GetProperty("attempts").EnumerateArray().ToList();
        Assert.Equal(["Interrupted", "Succeeded"], attempts.Select(a => a.GetProperty("outcome").GetString()));
        Assert.Equal("first\n"u8.ToArray(), await StoredLog.ReadAsync(Bench.Data, attempts[0].GetProperty("id").GetString()!, "Stdout", Stop));
        Assert.Equal(2, (await place.NotedAsync(key, "begin", Stop)).Count);
    }

    [Fact]
    public async Task AgentsThatDoNotEnd_TheirTimeoutEndsThemAndAllBelowThem()
    {
        // Side by side, for ten seconds are the shortest timeout that there is.
        string[] keys =
        [
            await place.StartScriptAsync("deaf", "trap '' TERM INT HUP QUIT\nwhile :; do sleep 1; done", Stop, timeoutSeconds: 10),
            await place.StartScriptAsync("stopper", Started + "\nnote supervisor \"$PPID\"\nkill -STOP \"$PPID\"\nsleep 600", Stop, timeoutSeconds: 10),
            await place.StartScriptAsync("frozen", "sleep 600 & note child $!\nkill -STOP $! $$\nwait", Stop, timeoutSeconds: 10),
        ];

        foreach (var key in keys)
        {
            var attempt = await EndAsync(key, "Failed");
            Assert.Equal("TimedOut", attempt.GetProperty("outcome").GetString());
        }
    }

    [Theory]
    [InlineData("leaver", "sleep 600 & note child $!\nsetsid sleep 600 & note child $!\nexit 0")]
    [InlineData("daemon", "( setsid sh -c 'note child $$; exec sleep 600' & )\nuntil grep -q \"^child $SIGNALBOX_RUN_KEY \" \"$LEDGER\"; do sleep 0.05; done\nexit 0")]
    public async Task AgentEndsAndLeavesChildren_TheyAreEndedAndItIsSaid(string name, string script)
    {
        var key = await place.StartScriptAsync(name, script, Stop);

        var attempt = await EndAsync(key, "Completed");
        Assert.Contains("left behind", attempt.GetProperty("warnings").ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("closer", "echo said\nexec >&- 2>&-\nnote closed $$\nsleep 0.3\nnote done $$", "said\n")]
    [InlineData("remover", "echo said\nrm -f \"$(readlink /proc/$$/fd/1)\"\nsleep 0.3\nnote done $$", null)]
    [InlineData("shortener", "echo said\nsleep 0.3\n: > /proc/$$/fd/1\nnote done $$", null)]
    [InlineData("piper", "f=$(readlink /proc/$$/fd/1)\nrm -f \"$f\"\nmkfifo \"$f\"\nnote done $$", null)]
    [InlineData("pointer", "f=$(readlink /proc/$$/fd/1)\nrm -f \"$f\"\nln -s /dev/zero \"$f\"\nnote done $$", null)]
    public async Task AgentSpoilsItsOwnOutput_TheRunEndsAllTheSame(string name, string script, string? expected)
    {
        var key = await place.StartScriptAsync(name, script, Stop);

        var attempt = await EndAsync(key, "Completed");
        Assert.Single(await place.NotedAsync(key, "done", Stop));
        if (expected is not null)
        {
            Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(await StoredLog.ReadAsync(Bench.Data, attempt.GetProperty("id").GetString()!, "Stdout", Stop)));
        }
    }

    [Fact]
    public async Task AgentKillsItsSupervisorEachTime_TheRunFailsAndSaysSo()
    {
        var key = await place.StartScriptAsync("parricide", "setsid sleep 600 & note child $!\n" + Started + "\nkill -9 \"$PPID\"\nsleep 600", Stop);

        var attempt = await EndAsync(key, "Failed");
        Assert.Equal("Interrupted", attempt.GetProperty("outcome").GetString());
        Assert.Equal(2, (await place.NotedAsync(key, "begin", Stop)).Count);
    }

    [Fact]
    public async Task AgentRemovesItsAttemptsFolder_TheRunEndsAndNothingIsLeftAlive()
    {
        var key = await place.StartScriptAsync("sawyer", Started + "\nrm -rf \"$(dirname \"$(readlink /proc/$$/fd/1)\")\"\nsetsid sleep 600 & note child $!\nsleep 600", Stop, timeoutSeconds: 10);

        var attempt = await EndAsync(key, "Failed");
        Assert.Equal("Interrupted", attempt.GetProperty("outcome").GetString());
    }

    private async Task<JsonElement> EndAsync(string key, string status)
    {
        var run = await EndRunAsync(key, status);
        return run.GetProperty("steps")[0].GetProperty("attempts").EnumerateArray().Last();
    }

    private async Task<JsonElement> EndRunAsync(string key, string status)
    {
        var run = await Bench.EndAsync(key, Stop);
        Assert.True(string.Equals(run.GetProperty("status").GetString(), status, StringComparison.Ordinal), run.ToString());
        await place.AssertNobodyIsLeftAsync(key, Stop);
        return run;
    }

    private static async Task KillAsync(int pid)
    {
        var sent = await Command.RunAsync("kill", ["-9", pid.ToString(CultureInfo.InvariantCulture)], Stop);
        Assert.Equal(0, sent.ExitCode);
    }
}
