using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Execution.Attempts;

namespace Signalbox.Engine.Terminals;

/// <summary>
/// A window of tmux for each attempt that is at work here (spec 4, parallel/tmux_orchestrator): people look on, nothing more. It reads what is committed and changes
/// nothing: a run neither waits for a window nor notices one that is closed.
/// </summary>
public sealed class AgentTerminals : IAgentTerminals, IAsyncDisposable
{
    private const int MaxRuns = 200;

    private readonly ConcurrentDictionary<AttemptId, Open> _open = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly IRunQueries _runs;
    private readonly LogReader _logs;
    private readonly TerminalOptions _options;
    private readonly ILogger<AgentTerminals> _log;
    private readonly ServerNode? _node;
    private readonly Tmux _tmux;

    /// <summary>Uses the tmux on this process' PATH.</summary>
    public AgentTerminals(IRunQueries runs, LogReader logs, TerminalOptions options, TimeProvider time, ILogger<AgentTerminals> log, ServerNode? node = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_runs, _logs, _options, _log, _node) = (runs, logs, options, log, node);
        _tmux = new Tmux(TerminalNames.Socket(options.Folder), time);
    }

    /// <summary>Why there are no windows, in one sentence; null when there can be.</summary>
    public async Task<string?> FaultAsync(CancellationToken cancellationToken) =>
        _options.Enabled ? await _tmux.FaultAsync(cancellationToken) : "Terminals:Tmux is off";

    /// <inheritdoc/>
    public string? CommandFor(RunId run) => _open.Values.FirstOrDefault(o => o.Run == run) is { } open ? _tmux.AttachCommand(open.Session) : null;

    /// <summary>Makes the windows be those of the attempts that are at work, of all runs; also closes those that an earlier server left.</summary>
    public async Task SyncAllAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var page = await _runs.ListAsync(new RunFilter { Statuses = [RunStatus.Running], Limit = MaxRuns }, cancellationToken);
            var there = await _tmux.ListAsync(cancellationToken);
            List<AttemptId> working = [];
            foreach (var run in page.Runs.Select(r => r.Id).Union(_open.Values.Select(o => o.Run)).ToList())
            {
                working.AddRange(await SyncAsync(run, there, cancellationToken));
            }

            foreach (var (window, attempt) in there.Where(t => !working.Contains(t.Attempt)))
            {
                await _tmux.CloseAsync(window, cancellationToken);
                File.Delete(FileOf(attempt));
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The same for one run.</summary>
    public async Task SyncAsync(RunId run, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await SyncAsync(run, [], cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stops writing; the windows stay, as the agents do, and the next server goes on with them.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var open in _open.Values)
        {
            await open.DisposeAsync();
        }

        _turn.Dispose();
    }

    private async Task<IReadOnlyList<AttemptId>> SyncAsync(RunId run, IReadOnlyList<(string Window, AttemptId Attempt)> there, CancellationToken cancellationToken)
    {
        var state = await _runs.GetAsync(run, cancellationToken);
        var working = state is null ? [] : PooledAttempts.HeldOf(state).Where(a => _node?.IsOther(a.Attempt.Node) != true).ToList();
        foreach (var (attempt, open) in _open.Where(o => o.Value.Run == run && !working.Exists(w => w.Attempt.Id == o.Key)).ToList())
        {
            await CloseAsync(attempt, open, cancellationToken);
        }

        foreach (var (step, attempt) in working.Where(w => !_open.ContainsKey(w.Attempt.Id)))
        {
            await OpenAsync(state!.Run, step, attempt, there.FirstOrDefault(t => t.Attempt == attempt.Id).Window, cancellationToken);
        }

        return [.. working.Select(w => w.Attempt.Id)];
    }

    private async Task OpenAsync(Run run, StepRun step, Attempt attempt, string? window, CancellationToken cancellationToken)
    {
        var file = new TerminalFile(FileOf(attempt.Id), attempt.Id, _logs);
        file.Create();
        var session = TerminalNames.Session(run);
        string? fault = null;
        if (window is null)
        {
            (window, fault) = await _tmux.OpenAsync(session, TerminalNames.Window(step, attempt), FileOf(attempt.Id), cancellationToken);
        }

        if (window is null)
        {
            _log.NoWindow(run.Key, step.StepId, fault!);
            return;
        }

        _open[attempt.Id] = Open.Begin(run.Id, session, window, file, _log);
    }

    private async Task CloseAsync(AttemptId attempt, Open open, CancellationToken cancellationToken)
    {
        await open.DisposeAsync();
        await _tmux.CloseAsync(open.Window, cancellationToken);
        File.Delete(FileOf(attempt));
        _open.TryRemove(attempt, out _);
    }

    private string FileOf(AttemptId attempt) => Path.Combine(_options.Folder, $"{attempt}.log");

    /// <summary>A window that is written to.</summary>
    private sealed class Open : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private Task _feeding = Task.CompletedTask;

        private Open(RunId run, string session, string window) => (Run, Session, Window) = (run, session, window);

        public RunId Run { get; }

        public string Session { get; }

        public string Window { get; }

        public static Open Begin(RunId run, string session, string window, TerminalFile file, ILogger log)
        {
            var open = new Open(run, session, window);
            open._feeding = Task.Run(() => FeedAsync(file, log, open._end.Token), CancellationToken.None);
            return open;
        }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _feeding;
            _end.Dispose();
        }

        private static async Task FeedAsync(TerminalFile file, ILogger log, CancellationToken end)
        {
            try
            {
                await file.FeedAsync(end);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                // The attempt has ended, or the server.
            }
#pragma warning disable CA1031 // a window that cannot be written to is no matter of the run
            catch (Exception exception)
#pragma warning restore CA1031
            {
                log.WindowBroke(exception);
            }
        }
    }
}
