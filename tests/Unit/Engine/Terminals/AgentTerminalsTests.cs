using System.Diagnostics;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Terminals;
using Signalbox.Unit.Dashboard.Components;
using Signalbox.Unit.Engine.Logs;
using Signalbox.Unit.Engine.Runs;

namespace Signalbox.Unit.Engine.Terminals;

/// <summary>Spec 4, "tmux integration" and parallel/tmux_orchestrator, with a real tmux of the test's own.</summary>
public sealed class AgentTerminalsTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("signalbox-tmux-");
    private readonly FakeRunQueries _runs = new();
    private readonly LogLab _log = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Socket => TerminalNames.Socket(_folder.FullName);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (await TmuxAsync("-V") is not null)
        {
            await TmuxAsync("-L", Socket, "kill-server");
        }

        _log.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    [Trait("Spec4", "4.1 parallel/tmux_orchestrator; Phase 2: tmux integration")]
    public async Task SyncAsync_AttemptBeginsPrintsAndEnds_IsSeenInAWindowThatGoesWithIt()
    {
        await using var terminals = await CreateAsync();
        var state = Working();

        await terminals.SyncAsync(state.Run.Id, Stop);

        Assert.Equal($"tmux -L {Socket} attach -t BLD-1", terminals.CommandFor(state.Run.Id));
        Assert.Equal("BLD-1 first_1", await TmuxAsync("-L", Socket, "list-windows", "-a", "-F", "#{session_name} #{window_name}"));
        var pump = _log.StartPump();
        _log.Write("hello from the agent\n\u001b]0;evil\u0007\n");
        Assert.Contains("hello from the agent", await ShownAsync("BLD-1", "hello"), StringComparison.Ordinal);
        Assert.DoesNotContain("evil", await TmuxAsync("-L", Socket, "display-message", "-p", "-t", "BLD-1", "#{pane_title}"), StringComparison.Ordinal);

        state.Attempts[0].End(AttemptStatus.Cancelled, Samples.Noon);
        await terminals.SyncAsync(state.Run.Id, Stop);

        Assert.Null(terminals.CommandFor(state.Run.Id));
        Assert.Null(await TmuxAsync("-L", Socket, "list-windows", "-a"));
        Assert.Empty(_folder.GetFiles());
        _log.EndProcess();
        await pump;
    }

    [Fact]
    public async Task SyncAsync_PersonClosedTheWindow_NothingIsWrongAndTheEndIsAsEver()
    {
        await using var terminals = await CreateAsync();
        var state = Working();
        await terminals.SyncAsync(state.Run.Id, Stop);
        await TmuxAsync("-L", Socket, "kill-server");
        var pump = _log.StartPump();
        _log.Write("goes on\n");
        await terminals.SyncAsync(state.Run.Id, Stop);
        Assert.Equal(AttemptStatus.Running, state.Attempts[0].Status);

        state.Attempts[0].End(AttemptStatus.Succeeded, Samples.Noon);
        await terminals.SyncAsync(state.Run.Id, Stop);

        Assert.Null(terminals.CommandFor(state.Run.Id));
        Assert.Empty(_folder.GetFiles());
        _log.EndProcess();
        await pump;
    }

    [Fact]
    public async Task SyncAllAsync_AfterAServerDied_GoesOnWithItsWindowsAndClosesThoseOfWhatHasEnded()
    {
        var state = Working();
        await using (var before = await CreateAsync())
        {
            await before.SyncAllAsync(Stop);
        }

        await using var next = await CreateAsync();
        await next.SyncAllAsync(Stop);
        Assert.NotNull(next.CommandFor(state.Run.Id));
        Assert.Single((await TmuxAsync("-L", Socket, "list-windows", "-a"))!.Split('\n'));

        await TmuxAsync("-L", Socket, "new-window", "-d", "-t", "BLD-1", "-n", "mine", "sleep", "1000");
        state.Attempts[0].End(AttemptStatus.Succeeded, Samples.Noon);
        await using var last = await CreateAsync();
        await last.SyncAllAsync(Stop);

        Assert.Equal("mine", await TmuxAsync("-L", Socket, "list-windows", "-a", "-F", "#{window_name}"));
    }

    [Fact]
    public async Task FaultAsync_TurnedOff_SaysSo() => Assert.Equal("Terminals:Tmux is off", await Create(isEnabled: false).FaultAsync(Stop));

    private async Task<AgentTerminals> CreateAsync()
    {
        var terminals = Create(isEnabled: true);
        var fault = await terminals.FaultAsync(Stop);
        Assert.SkipWhen(fault is not null, fault ?? "");
        return terminals;
    }

    private AgentTerminals Create(bool isEnabled) => new(_runs, _log.Reader, new TerminalOptions(isEnabled, _folder.FullName), TimeProvider.System, new TestLog<AgentTerminals>());

    /// <summary>A run whose first step is at work.</summary>
    private RunState Working()
    {
        var state = Samples.State("BLD-1", (run, first, _, attempts) =>
        {
            run.MoveTo(RunStatus.Running, null, Samples.Noon);
            first.MoveTo(StepStatus.Running, null, Samples.Noon);
            attempts.Add(new Attempt { Id = LogLab.Attempt, StepRunId = first.Id, RunId = run.Id, Number = 1, Agent = "shell", Directory = "/data/attempt", PromptHash = "00", StartedAt = Samples.Noon });
        });
        _runs.States[state.Run.Id.Value] = state;
        _runs.Summaries.Add(Samples.Summary("BLD-1", RunStatus.Running) with { Id = state.Run.Id });
        return state;
    }

    private async Task<string> ShownAsync(string session, string wanted)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var shown = await TmuxAsync("-L", Socket, "capture-pane", "-p", "-t", session) ?? "";
            if (shown.Contains(wanted, StringComparison.Ordinal))
            {
                return shown;
            }

            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30), $"the window shows '{shown}', never '{wanted}'");
            await timer.WaitForNextTickAsync(Stop);
        }
    }

    /// <summary>What tmux says; null when it fails.</summary>
    private static async Task<string?> TmuxAsync(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("tmux", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
            await process.WaitForExitAsync(CancellationToken.None);
            await errors;
            return process.ExitCode == 0 ? (await output).TrimEnd('\n') : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
