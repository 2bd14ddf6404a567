using Signalbox.Engine.Processes;

namespace Signalbox.Unit.Engine.Processes;

public sealed class DurableProcessHostReattachTests : IDisposable
{
    private readonly ProcessLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task WaitForExit_StartedByAnEarlierServer_ReportsItsEnd()
    {
        var spec = _lab.Shell("echo $$ >> ledger; while [ ! -f go ]; do sleep 0.01; done; exit 7");
        await _lab.Host.StartAsync(spec, TestContext.Current.CancellationToken);
        var agent = Assert.Single(await _lab.WaitForLedgerAsync(1));
        _lab.Host.Dispose();

        var next = _lab.NewHost();
        Assert.Equal(ProcessState.Running, await next.InspectAsync(spec.Directory, TestContext.Current.CancellationToken));
        Assert.Equal(agent, next.ReadIdentity(spec.Directory)!.AgentPid);
        var wait = next.WaitForExitAsync(spec.Directory, TestContext.Current.CancellationToken);
        Assert.False(wait.IsCompleted);
        await File.WriteAllTextAsync(Path.Combine(_lab.Work, "go"), "", TestContext.Current.CancellationToken);

        Assert.Equal(new ProcessExit(ProcessEnd.Exited, 7, null), await wait);
        Assert.Equal(ProcessState.Ended, await next.InspectAsync(spec.Directory, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WaitForExit_Cancelled_LeavesTheProcessAlone()
    {
        var spec = _lab.Shell("exec sleep 60");
        await _lab.Host.StartAsync(spec, TestContext.Current.CancellationToken);
        using var cancel = new CancellationTokenSource();

        var wait = _lab.Host.WaitForExitAsync(spec.Directory, cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        Assert.Equal(ProcessState.Running, await _lab.Host.InspectAsync(spec.Directory, TestContext.Current.CancellationToken));
        await _lab.Host.StopAsync(spec.Directory, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Inspect_NothingStarted_StopsALateSupervisorFromStarting()
    {
        var spec = _lab.Shell("echo $$ >> ledger");
        var folder = AttemptFolder.CreateFolder(spec.Directory);
        AttemptFolder.WriteFiles(folder, spec);

        Assert.Equal(ProcessState.NeverStarted, await _lab.Host.InspectAsync(spec.Directory, TestContext.Current.CancellationToken));
        Assert.Equal(0, await StartSupervisor(folder));

        Assert.Equal(ProcessState.NeverStarted, await _lab.Host.InspectAsync(spec.Directory, TestContext.Current.CancellationToken));
        Assert.Empty(_lab.LedgerPids());
    }

    [Fact]
    public async Task Start_SeveralSupervisorsOnOneFolder_OnlyOneStartsTheAgent()
    {
        var spec = _lab.Shell("echo $$ >> ledger");
        var folder = AttemptFolder.CreateFolder(spec.Directory);
        AttemptFolder.WriteFiles(folder, spec);

        var exitCodes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StartSupervisor(folder)));

        Assert.All(exitCodes, c => Assert.Equal(0, c));
        Assert.Single(_lab.LedgerPids());
        Assert.Equal(new ProcessExit(ProcessEnd.Exited, 0, null), await _lab.Host.WaitForExitAsync(spec.Directory, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WaitForExit_SupervisorKilled_SweepsTheSurvivorsAndReportsLost()
    {
        // One below a marked process has cleared its environment; the double-forked one is found by the marker.
        var spec = _lab.Shell("""
            env -i /bin/sh -c 'trap "" TERM; echo $$ >> ledger; while :; do /bin/sleep 60; done' &
            (setsid sh -c 'echo $$ >> ledger; exec sleep 60' &)
            echo $$ >> ledger
            wait
            """);
        await _lab.Host.StartAsync(spec, TestContext.Current.CancellationToken);
        var pids = await _lab.WaitForLedgerAsync(3);
        var other = _lab.Shell("exec sleep 60");
        await _lab.Host.StartAsync(other, TestContext.Current.CancellationToken);
        var wait = _lab.Host.WaitForExitAsync(spec.Directory, TestContext.Current.CancellationToken);

        Assert.True(Posix.Kill(_lab.Host.ReadIdentity(spec.Directory)!.SupervisorPid, Posix.SIGKILL));
        var exit = await wait;

        Assert.Equal((ProcessEnd.Lost, null), (exit.End, exit.Code));
        Assert.DoesNotContain(pids, ProcessLab.IsAlive);
        Assert.Equal(ProcessState.Lost, await _lab.NewHost().InspectAsync(spec.Directory, TestContext.Current.CancellationToken));
        Assert.Equal(ProcessState.Running, await _lab.NewHost().InspectAsync(other.Directory, TestContext.Current.CancellationToken));
        await _lab.Host.StopAsync(other.Directory, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Stop_SupervisorKilled_SweepsTheSurvivors()
    {
        var spec = _lab.Shell("trap '' TERM; echo $$ >> ledger; while :; do sleep 60; done");
        await _lab.Host.StartAsync(spec, TestContext.Current.CancellationToken);
        var pids = await _lab.WaitForLedgerAsync(1);
        Assert.True(Posix.Kill(_lab.Host.ReadIdentity(spec.Directory)!.SupervisorPid, Posix.SIGKILL));

        var exit = await _lab.NewHost().StopAsync(spec.Directory, TestContext.Current.CancellationToken);

        Assert.Equal(ProcessEnd.Lost, exit.End);
        Assert.DoesNotContain(pids, ProcessLab.IsAlive);
    }

    [Fact]
    public async Task Inspect_IdReusedByAnotherProcess_IsLost()
    {
        var spec = _lab.Shell("exit 0");
        var folder = AttemptFolder.CreateFolder(spec.Directory);
        AttemptFolder.WriteFiles(folder, spec);
        Assert.True(folder.TryClaim(ProcessFolder.ClaimOf(ProcessTable.ReadBootId(), Environment.ProcessId, 1)));

        Assert.Equal(ProcessState.Lost, await _lab.Host.InspectAsync(spec.Directory, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Inspect_AfterARestartOfTheMachine_IsLost()
    {
        var self = ProcessTable.Read(Environment.ProcessId)!;
        var spec = _lab.Shell("exit 0");
        var folder = AttemptFolder.CreateFolder(spec.Directory);
        AttemptFolder.WriteFiles(folder, spec);
        Assert.True(folder.TryClaim(ProcessFolder.ClaimOf("00000000-0000-0000-0000-000000000000", self.Pid, self.StartTicks)));

        Assert.Equal(ProcessState.Lost, await _lab.Host.InspectAsync(spec.Directory, TestContext.Current.CancellationToken));
    }

    private async Task<int> StartSupervisor(ProcessFolder folder)
    {
        var program = new SupervisorInstaller(_lab.Options).EnsureInstalled();
        Assert.Equal(0, new PosixSpawn
        {
            Program = program.Dotnet,
            Arguments = [program.Dotnet, program.Library, folder.Path],
            Environment = new Dictionary<string, string>(StringComparer.Ordinal),
            WorkingDirectory = "/",
            NewSession = true,
            BlockedSignals = Posix.SignalSet(Posix.SupervisorSignals),
        }.Start(out var pid));
        using var reaper = new ChildReaper();
        return await reaper.Watch(pid).WaitAsync(TestContext.Current.CancellationToken);
    }
}
