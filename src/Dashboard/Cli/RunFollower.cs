using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary>Follows a run to its end: headings of steps, lines of their logs, and how it ended.</summary>
internal sealed class RunFollower(CliContext context, ServerConnection server, TextWriter output)
{
    // Characters of a line that are kept until it ends: the lines of several logs come out whole.
    private const int MaxLine = 1024 * 1024;
    private static readonly TimeSpan LogsLimit = TimeSpan.FromSeconds(15);
    private readonly ConcurrentDictionary<string, Task> _logs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _headed = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private string? _lastStep;

    /// <summary>Follows it; the exit code says how it ended.</summary>
    public async Task<int> FollowAsync(RunModel run, bool logs, CancellationToken cancellationToken)
    {
        try
        {
            await EventsAsync(run, logs, cancellationToken);
            run = await server.Api.GetAsync<RunModel>(CliPaths.Run(run.Id), cancellationToken);
            if (run.EndedAt is null)
            {
                throw new SignalboxFaultException(ExitCodes.Unreachable, $"the server stopped while {run.Key} was at work; its agents go on, the next 'signalbox' takes it up again");
            }

            return await EndAsync(run);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await context.Error.WriteLineAsync(server.IsOwn
                ? $"Interrupted: the agents of {run.Key} go on by themselves; the next 'signalbox' takes it up again. To cancel it: signalbox run cancel {run.Key}"
                : $"Interrupted: {run.Key} goes on. To cancel it: signalbox run cancel {run.Key}");
            return ExitCodes.Interrupted;
        }
    }

    private async Task EventsAsync(RunModel run, bool logs, CancellationToken cancellationToken)
    {
        await foreach (var e in server.Api.FollowAsync(run.Id, 0, cancellationToken))
        {
            if (logs && e.AttemptId is { } attempt && _logs.TryAdd(attempt, Task.CompletedTask))
            {
                Heading(e);
                _logs[attempt] = Task.WhenAll(LogAsync(attempt, e.StepId!, "stdout", cancellationToken), LogAsync(attempt, e.StepId!, "stderr", cancellationToken));
            }
            else if (e.Level is "Warning" or "Error" && logs)
            {
                Line(e.StepId, $"{e.Level.ToLowerInvariant()}: {e.Message}");
            }
        }

        if (logs)
        {
            await LastLinesAsync(cancellationToken);
        }
    }

    // The run has ended, so its logs are complete or about to be: what is still read is bounded.
    private async Task LastLinesAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(_logs.Values).WaitAsync(LogsLimit, context.Time, cancellationToken);
        }
        catch (TimeoutException)
        {
            await context.Error.WriteLineAsync("The end of a log is still missing: 'signalbox run logs' shows it.");
        }
    }

    private async Task LogAsync(string attempt, string step, string stream, CancellationToken cancellationToken)
    {
        var parts = new LogParts();
        var line = new StringBuilder();
        await foreach (var batch in server.Api.FollowLogAsync(attempt, stream, 1, cancellationToken))
        {
            foreach (var piece in parts.Take(batch))
            {
                line.Append(piece.Text.AsSpan(0, Math.Min(piece.Text.Length, MaxLine + 1 - line.Length)));
                if (piece.EndsLine)
                {
                    Line(step, line.Length > MaxLine ? line.ToString(0, MaxLine) + " … the line goes on; 'signalbox run logs' prints it all" : line.ToString());
                    line.Clear();
                }
            }
        }
    }

    private void Heading(EventModel e)
    {
        lock (_gate)
        {
            if (_headed.Add(e.AttemptId!))
            {
                var attempt = e.Attempt is > 1 ? string.Create(CultureInfo.InvariantCulture, $", attempt {e.Attempt}") : "";
                output.WriteLine($"== {e.StepId}{attempt}");
                _lastStep = e.StepId;
            }
        }
    }

    // A line is marked with its step as soon as it does not stand below that step's heading.
    private void Line(string? step, string text)
    {
        lock (_gate)
        {
            var marked = step is not null && (!string.Equals(step, _lastStep, StringComparison.Ordinal) || _logs.Values.Count(t => !t.IsCompleted) > 1);
            output.WriteLine((marked ? $"[{step}] " : "") + (context.Interactive ? TerminalText.KeepColours(text) : TerminalText.Plain(text)));
        }
    }

    private async Task<int> EndAsync(RunModel run)
    {
        await output.WriteLineAsync($"{run.Key} {run.Status} in {CliText.Elapsed(run, context.Time)}");
        if (run.Status is "Completed")
        {
            return ExitCodes.Done;
        }

        await context.Error.WriteLineAsync($"{run.Key} {run.Status}: {CliText.Safe(run.StatusReason ?? "no reason was given")}");
        return ExitCodes.RunFailed;
    }
}
