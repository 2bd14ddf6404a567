using System.Diagnostics;
using Signalbox.Engine.Processes;
using Signalbox.Unit.Engine.Processes;

namespace Signalbox.Unit.Supervisor;

public sealed class SupervisorProgramTests : IDisposable
{
    private readonly ProcessLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task Run_StartedByHand_StillObeysTheStopSignal()
    {
        // A process started the usual way has no signal blocked: it must not die of the signal and leave its agent behind.
        var spec = _lab.Shell("echo $$ >> ledger; exec sleep 60");
        var folder = AttemptFolder.CreateFolder(spec.Directory);
        AttemptFolder.WriteFiles(folder, spec);
        using var supervisor = Start(folder);
        var pids = await _lab.WaitForLedgerAsync(1);

        var exit = await _lab.Host.StopAsync(spec.Directory, TestContext.Current.CancellationToken);

        Assert.Equal(new ProcessExit(ProcessEnd.Stopped, 143, null), exit);
        Assert.DoesNotContain(pids, ProcessLab.IsAlive);
    }

    [Fact]
    public async Task Run_LaunchFileBroken_RecordsAStartFailure()
    {
        var spec = _lab.Shell("echo $$ >> ledger");
        var folder = AttemptFolder.CreateFolder(spec.Directory);
        AttemptFolder.WriteFiles(folder, spec);
        await File.WriteAllTextAsync(folder.Launch, "{", TestContext.Current.CancellationToken);
        using var supervisor = Start(folder);
        await supervisor.WaitForExitAsync(TestContext.Current.CancellationToken);

        var exit = await _lab.Host.WaitForExitAsync(spec.Directory, TestContext.Current.CancellationToken);

        Assert.Equal(ProcessEnd.StartFailed, exit.End);
        Assert.StartsWith("The supervisor could not start the process: ", exit.Detail, StringComparison.Ordinal);
        Assert.Empty(_lab.LedgerPids());
    }

    [Fact]
    public async Task Run_WithoutAFolder_ExitsAtOnce()
    {
        using var supervisor = Start(null);
        await supervisor.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(64, supervisor.ExitCode);
    }

    private Process Start(ProcessFolder? folder)
    {
        var program = new SupervisorInstaller(_lab.Options).EnsureInstalled();
        return Process.Start(program.Dotnet, folder is null ? [program.Library] : [program.Library, folder.Path]);
    }
}
