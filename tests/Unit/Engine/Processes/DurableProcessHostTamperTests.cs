using Signalbox.Engine.Processes;

namespace Signalbox.Unit.Engine.Processes;

/// <summary>An agent runs as the same user as its supervisor: it can stop it and remove its files.</summary>
public sealed class DurableProcessHostTamperTests : IDisposable
{
    private const string OnceStarted = "while [ ! -f ../at_*/process/identity.json ]; do sleep 0.01; done; ";

    private readonly ProcessLab _lab = new();

    [Theory]
    [InlineData("rm -rf ../at_*")]
    [InlineData("rm -rf ../at_*/process/*")]
    [InlineData("rm ../at_*/process/claim")]
    public async Task WaitForExit_AgentRemovedItsFiles_StopsItBeforeItIsCalledLost(string removal)
    {
        var spec = _lab.Shell($"{OnceStarted} {removal}; setsid sleep 60 & echo $! >> ledger; echo $$ >> ledger; wait");

        var exit = await _lab.RunAsync(spec);

        Assert.Equal(ProcessEnd.Lost, exit.End);
        Assert.Contains("were removed while it ran", exit.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(_lab.LedgerPids(), ProcessLab.IsAlive);
    }

    [Fact]
    public async Task Inspect_AgentRemovedItsFilesWhileNoServerRan_IsLostAndStopped()
    {
        var spec = _lab.Shell($"{OnceStarted} rm -rf ../at_*; setsid sleep 60 & echo $! >> ledger; echo $$ >> ledger; wait");
        await _lab.Host.StartAsync(spec, TestContext.Current.CancellationToken);
        var pids = await _lab.WaitForLedgerAsync(2);
        var later = _lab.NewHost();

        Assert.Equal(ProcessState.Lost, await later.InspectAsync(spec.Directory, TestContext.Current.CancellationToken));
        var exit = await later.WaitForExitAsync(spec.Directory, TestContext.Current.CancellationToken);

        Assert.Equal(ProcessEnd.Lost, exit.End);
        Assert.DoesNotContain(pids, ProcessLab.IsAlive);
    }

    [Fact]
    public async Task WaitForExit_AgentRemovedItsFilesAndEnded_IsLost()
    {
        var exit = await _lab.RunAsync(_lab.Shell($"{OnceStarted} sleep 0.2; rm -rf ../at_*"));

        Assert.Equal(ProcessEnd.Lost, exit.End);
    }

    /// <summary>The agent is faster than its supervisor, which has yet to write down what it started.</summary>
    [Fact]
    public async Task WaitForExit_AgentRemovesItsFilesAtOnceAndWorksOn_IsLostAndNotAlive()
    {
        for (var i = 0; i < 8; i++)
        {
            var exit = await _lab.RunAsync(_lab.Shell("echo $$ >> ledger; rm -rf ../at_*; exec sleep 60"));

            Assert.Equal(ProcessEnd.Lost, exit.End);
        }

        Assert.Equal(8, _lab.LedgerPids().Count);
        Assert.DoesNotContain(_lab.LedgerPids(), ProcessLab.IsAlive);
    }

    [Fact]
    public async Task WaitForExit_AgentHasStoppedItsSupervisor_TheTimeoutHoldsAllTheSame()
    {
        var spec = _lab.Shell($"{OnceStarted} kill -STOP $PPID; echo $$ >> ledger; exec sleep 60") with { Timeout = TimeSpan.FromMilliseconds(600) };

        var exit = await _lab.RunAsync(spec);

        Assert.Equal(ProcessEnd.TimedOut, exit.End);
        Assert.DoesNotContain(_lab.LedgerPids(), ProcessLab.IsAlive);
    }

    [Fact]
    public async Task WaitForExit_AgentPutsPipesInTheirPlaceAndKillsItsSupervisor_IsNotWaitedFor()
    {
        var spec = _lab.Shell($"{OnceStarted} cd ../at_*/process; for f in attempt identity.json note; do rm -f $f; mkfifo $f; done; kill -9 $PPID; exit 0");
        await _lab.Host.StartAsync(spec, TestContext.Current.CancellationToken);
        var later = _lab.NewHost();

        var exit = await Task.Run(() => later.WaitForExitAsync(spec.Directory, TestContext.Current.CancellationToken)).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(ProcessEnd.Lost, exit.End);
        Assert.Null(await Task.Run(() => later.ReadIdentity(spec.Directory)).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    public void Dispose() => _lab.Dispose();
}
