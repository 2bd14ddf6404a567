using System.Globalization;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary>Follows a run to its end: headings of steps, lines of their logs, and how it ended.</summary>
internal sealed class RunFollower(CliContext context, ServerConnection server, TextWriter output)
{
    private static readonly TimeSpan LogsLimit = TimeSpan.FromSeconds(15);
    private readonly List<FollowedLog> _logs = [];
    private readonly HashSet<string> _headed = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private string? _lastStep;
    private long _last;

    /// <summary>A pause ends the following as well.</summary>
    public bool UntilRest { get; init; }

    /// <summary>Follows it; the exit code says how it ended.</summary>
    public async Task<int> FollowAsync(RunModel run, bool logs, CancellationToken cancellationToken)
    {
        try
        {
            int moves;
            do
            {
                // The server may be another command's that ends: the one that is found in its place goes on with the run.
                moves = server.Api.Moves;
                Read([], cancellationToken);
                await EventsAsync(run, logs, cancellationToken);
                run = await server.Api.GetAsync<RunModel>(CliPaths.Run(run.Id), cancellationToken);
            }
            while (run.EndedAt is null && moves != server.Api.Moves);
            if (UntilRest && run.Status is "Paused")
            {
                await output.WriteLineAsync(CliText.Standing(run));
                return ExitCodes.Done;
            }

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
        await foreach (var e in server.Api.FollowAsync(run.Id, _last, cancellationToken))
        {
            _last = e.Sequence;
            if (logs && e.AttemptId is { } attempt && _headed.Add(attempt))
            {
                Heading(e);
                Read([new FollowedLog(attempt, e.StepId!, "stdout"), new FollowedLog(attempt, e.StepId!, "stderr")], cancellationToken);
            }
            else if (e.Level is "Warning" or "Error" && logs)
            {
                Line(e.StepId, $"{e.Level.ToLowerInvariant()}: {e.Message}");
            }

            if (UntilRest && e.StepId is null && e.Transition?.EndsWith("-> Paused", StringComparison.Ordinal) == true && await IsPausedAsync(run, cancellationToken))
            {
                break;
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
            await Task.WhenAll(_logs.Select(l => l.Reading)).WaitAsync(LogsLimit, context.Time, cancellationToken);
        }
        catch (TimeoutException)
        {
            await context.Error.WriteLineAsync("The end of a log is still missing: 'signalbox run logs' shows it.");
        }
    }

    // The events begin with the first: an earlier pause is no rest of now.
    private async Task<bool> IsPausedAsync(RunModel run, CancellationToken cancellationToken) =>
        (await server.Api.GetAsync<RunModel>(CliPaths.Run(run.Id), cancellationToken)).Status is "Paused";

    // What is new, and what a server that went away left unread.
    private void Read(IReadOnlyList<FollowedLog> more, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _logs.AddRange(more);
        }

        foreach (var log in _logs)
        {
            log.Read(server.Api, Line, cancellationToken);
        }
    }

    private void Heading(EventModel e)
    {
        lock (_gate)
        {
            var attempt = e.Attempt is > 1 ? string.Create(CultureInfo.InvariantCulture, $", attempt {e.Attempt}") : "";
            output.WriteLine($"== {e.StepId}{attempt}");
            _lastStep = e.StepId;
        }
    }

    // A line is marked with its step as soon as it does not stand below that step's heading.
    private void Line(string? step, string text)
    {
        lock (_gate)
        {
            var marked = step is not null && (!string.Equals(step, _lastStep, StringComparison.Ordinal) || _logs.Where(l => !l.Reading.IsCompleted).Select(l => l.Attempt).Distinct(StringComparer.Ordinal).Skip(1).Any());
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
