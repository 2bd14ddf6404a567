using Signalbox.Engine.Processes;

namespace Signalbox.Unit.Engine.Processes;

public sealed class DurableProcessHostStopTests : IDisposable
{
    // Each writes its id once it is what it claims to be: two that ignore the signal (one in the group, one in a session of its own),
    // a daemon by double fork, one that has cleared its environment, and one that is stopped and so cannot obey.
    private const string Resisting = """
        sh -c 'trap "" TERM; echo $$ >> ledger; while :; do sleep 60; done' &
        setsid sh -c 'trap "" TERM; echo $$ >> ledger; while :; do sleep 60; done' &
        (setsid sh -c '(echo $(exec sh -c "echo \$PPID") >> ledger; trap "" TERM; while :; do sleep 60; done) & exit 0' &)
        env -i setsid /bin/sh -c 'trap "" TERM; echo $$ >> ledger; while :; do /bin/sleep 60; done' &
        sh -c 'echo $$ >> ledger; kill -STOP $$; exec sleep 60' &
        echo $$ >> ledger
        wait
        """;

    private readonly ProcessLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task Stop_TreeThatResists_LeavesNothingAlive()
    {
        var spec = _lab.Shell(Resisting);
        await _lab.Host.StartAsync(spec, TestContext.Current.CancellationToken);
        var pids = await _lab.WaitForLedgerAsync(6);
        Assert.All(pids, p => Assert.True(ProcessLab.IsAlive(p)));

        var exit = await _lab.Host.StopAsync(spec.Directory, TestContext.Current.CancellationToken);

        Assert.Equal(new ProcessExit(ProcessEnd.Stopped, 143, null), exit);
        Assert.DoesNotContain(pids, ProcessLab.IsAlive);
    }

    [Fact]
    public async Task Stop_AgentThatForksOnAndOn_LeavesNothingAlive()
    {
        var spec = _lab.Shell("""
            trap "" TERM
            n=0
            while [ $n -lt 3000 ]; do setsid sh -c 'echo $$ >> ledger; exec sleep 60' & n=$((n+1)); done
            while :; do sleep 1; done
            """);
        await _lab.Host.StartAsync(spec, TestContext.Current.CancellationToken);
        _ = await _lab.WaitForLedgerAsync(20);

        var exit = await _lab.Host.StopAsync(spec.Directory, TestContext.Current.CancellationToken);

        Assert.Equal(new ProcessExit(ProcessEnd.Stopped, 137, null), exit);
        Assert.DoesNotContain(_lab.LedgerPids(), ProcessLab.IsAlive);
    }

    [Fact]
    public async Task Stop_AgentThatObeys_KeepsItsOwnExitCode()
    {
        var spec = _lab.Shell("trap 'exit 42' TERM; echo $$ >> ledger; while :; do sleep 0.02; done") with { Grace = TimeSpan.FromMinutes(1) };
        await _lab.Host.StartAsync(spec, TestContext.Current.CancellationToken);
        _ = await _lab.WaitForLedgerAsync(1);

        var exit = await _lab.Host.StopAsync(spec.Directory, TestContext.Current.CancellationToken);

        Assert.Equal(new ProcessExit(ProcessEnd.Stopped, 42, null), exit);
    }

    [Fact]
    public async Task Stop_ByAnotherServer_LeavesNothingAlive()
    {
        var spec = _lab.Shell("echo $$ >> ledger; exec sleep 60");
        await _lab.Host.StartAsync(spec, TestContext.Current.CancellationToken);
        var pids = await _lab.WaitForLedgerAsync(1);

        var exit = await _lab.NewHost().StopAsync(spec.Directory, TestContext.Current.CancellationToken);

        Assert.Equal(new ProcessExit(ProcessEnd.Stopped, 143, null), exit);
        Assert.DoesNotContain(pids, ProcessLab.IsAlive);
    }

    [Fact]
    public async Task Stop_TwiceAtOnce_BothSeeTheSameEnd()
    {
        var spec = _lab.Shell("exec sleep 60");
        await _lab.Host.StartAsync(spec, TestContext.Current.CancellationToken);

        var exits = await Task.WhenAll(
            _lab.Host.StopAsync(spec.Directory, TestContext.Current.CancellationToken),
            _lab.NewHost().StopAsync(spec.Directory, TestContext.Current.CancellationToken));

        Assert.All(exits, e => Assert.Equal(new ProcessExit(ProcessEnd.Stopped, 143, null), e));
    }

    [Fact]
    public async Task Stop_EndedAlready_ReportsThatEnd()
    {
        var spec = _lab.Shell("exit 5");
        await _lab.RunAsync(spec);

        var exit = await _lab.Host.StopAsync(spec.Directory, TestContext.Current.CancellationToken);

        Assert.Equal(new ProcessExit(ProcessEnd.Exited, 5, null), exit);
    }

    [Fact]
    public async Task Stop_NeverStarted_TakesThePlace()
    {
        var spec = _lab.Shell("echo no");

        var exit = await _lab.Host.StopAsync(spec.Directory, TestContext.Current.CancellationToken);

        Assert.Equal(ProcessEnd.Stopped, exit.End);
        await Assert.ThrowsAsync<InvalidOperationException>(() => _lab.Host.StartAsync(spec, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Stop_AgentHasStoppedItsSupervisor_LeavesNothingAlive()
    {
        var spec = _lab.Shell("while [ ! -f ../at_*/process/identity.json ]; do sleep 0.01; done; kill -STOP $PPID; echo $$ >> ledger; exec sleep 60");
        await _lab.Host.StartAsync(spec, TestContext.Current.CancellationToken);
        var pids = await _lab.WaitForLedgerAsync(1);

        var exit = await _lab.Host.StopAsync(spec.Directory, TestContext.Current.CancellationToken);

        Assert.Equal(ProcessEnd.Stopped, exit.End);
        Assert.DoesNotContain(pids, ProcessLab.IsAlive);
    }

    [Fact]
    public async Task WaitForExit_PastItsTimeout_KillsTheTree()
    {
        var exit = await _lab.RunAsync(_lab.Shell(Resisting) with { Timeout = TimeSpan.FromMilliseconds(600) });

        Assert.Equal(new ProcessExit(ProcessEnd.TimedOut, 143, null), exit);
        Assert.NotEmpty(_lab.LedgerPids());
        Assert.DoesNotContain(_lab.LedgerPids(), ProcessLab.IsAlive);
    }

    [Theory]
    [InlineData("exec yes", "standard output")]
    [InlineData("exec yes >&2", "standard error")]
    [InlineData("rm ../at_*/stdout.log; exec yes", "standard output")]
    public async Task WaitForExit_PastItsOutputLimit_FailsSayingWhich(string script, string which)
    {
        var exit = await _lab.RunAsync(_lab.Shell(script) with { MaxOutputBytes = 100_000 });

        Assert.Equal(ProcessEnd.OutputLimit, exit.End);
        Assert.Equal($"Its {which} passed the limit of 100000 bytes.", exit.Detail);
    }

    [Fact]
    public async Task WaitForExit_ProcessesLeftBehind_AreKilledFirst()
    {
        var spec = _lab.Shell("""
            sh -c 'trap "" TERM; echo $$ >> ledger; while :; do sleep 60; done' &
            setsid sh -c 'echo $$ >> ledger; exec sleep 60' &
            while [ ! -f ledger ] || [ $(wc -l < ledger) -lt 2 ]; do sleep 0.01; done
            exit 4
            """);

        var exit = await _lab.RunAsync(spec);

        Assert.Equal((ProcessEnd.Exited, 4), (exit.End, exit.Code));
        Assert.EndsWith("processes that it had left behind were killed.", exit.Detail, StringComparison.Ordinal);
        Assert.Equal(2, _lab.LedgerPids().Count);
        Assert.DoesNotContain(_lab.LedgerPids(), ProcessLab.IsAlive);
    }
}
