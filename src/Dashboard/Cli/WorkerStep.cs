using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary>One step of a worker: runs its command, sends what it prints, and says how it ended. A lease that is lost stops the command.</summary>
internal sealed class WorkerStep(WorkClient client, WorkModel work, IReadOnlyList<string> command, CliContext context)
{
    private const int MaxText = 64 * 1024;
    private const int MaxLines = 500;

    // As JSON, and if each of them had to be escaped, these are below what the server takes in one request.
    private const int MaxSent = (int)(WebServices.MaxRequestBytes / 8);
    private const int MaxReason = 500;
    private static readonly TimeSpan SendInterval = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly List<(string Stream, string Line)> _waiting = [];
    private readonly StringBuilder _printed = new();
    private string? _lastError;
    private string? _refused;

    /// <summary>Runs it to its end; returns how it ended, for people.</summary>
    /// <exception cref="OperationCanceledException">Interrupted; the step was given back.</exception>
    public async Task<string> RunAsync(CancellationToken interrupted)
    {
        using var lost = new CancellationTokenSource();
        using var ended = new CancellationTokenSource();
        using var both = CancellationTokenSource.CreateLinkedTokenSource(interrupted, lost.Token);
        using var process = new Process { StartInfo = StartInfo() };
        process.OutputDataReceived += (_, line) => Keep("stdout", line.Data);
        process.ErrorDataReceived += (_, line) => Keep("stderr", line.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception fault)
        {
            var sentence = $"`{command[0]}` could not be started: {fault.Message}";
            await client.FailAsync(work, sentence, retryable: false, null, interrupted);
            return sentence;
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var talking = Task.WhenAll(SendAsync(lost, ended.Token), BeatAsync(lost, ended.Token));
        try
        {
            await FeedAsync(process, both.Token);
            await process.WaitForExitAsync(both.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        await ended.CancelAsync();
        await talking;
        return await EndAsync(process.ExitCode, lost.IsCancellationRequested, interrupted);
    }

    private async Task<string> EndAsync(int exitCode, bool isLost, CancellationToken interrupted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            if (isLost)
            {
                return await EndLostAsync(limit.Token);
            }

            await SendWaitingAsync(limit.Token);
            if (interrupted.IsCancellationRequested)
            {
                await client.ReleaseAsync(work, "its worker was interrupted", limit.Token);
                interrupted.ThrowIfCancellationRequested();
            }

            if (exitCode == 0)
            {
                await client.CompleteAsync(work, new CompleteBody(null, 0) { Text = Printed(), ExitCode = 0 }, limit.Token);
                return "completed";
            }

            var sentence = $"{command[0]} ended with exit code {exitCode.ToString(CultureInfo.InvariantCulture)}{(_lastError is null ? "" : $": {_lastError}")}";
            await client.FailAsync(work, sentence, retryable: true, exitCode, limit.Token);
            return sentence;
        }
        catch (SignalboxFaultException fault) when (fault.ExitCode != ExitCodes.Unreachable)
        {
            _refused = fault.Message;
            return await EndLostAsync(limit.Token);
        }
        catch (SignalboxFaultException fault)
        {
            return fault.Message;
        }
    }

    /// <summary>A step that is still this worker's though a word of it was refused, such as a log beyond its limit, ends with what was said against it.</summary>
    private async Task<string> EndLostAsync(CancellationToken cancellationToken)
    {
        const string Gone = "the step is no longer this worker's; its command was stopped";
        if (_refused is not { } why)
        {
            return Gone;
        }

        try
        {
            await client.FailAsync(work, Cut(why), retryable: false, null, cancellationToken);
            return why;
        }
        catch (SignalboxFaultException fault)
        {
            return fault.ExitCode is ExitCodes.Refused or ExitCodes.NotFound ? Gone : fault.Message;
        }
    }

    private static string Cut(string text) => text.Length <= MaxReason ? text : $"{text[..MaxReason]}…";

    private ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Directory.Exists(work.WorkingDirectory) ? work.WorkingDirectory : context.WorkingDirectory,
        };
        foreach (var (name, value) in work.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private async Task FeedAsync(Process process, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(work.Prompt.AsMemory(), cancellationToken);
            foreach (var message in work.Messages)
            {
                await process.StandardInput.WriteAsync($"\n\nMessage from {message.From} ({message.Id}): {message.Body}".AsMemory(), cancellationToken);
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The command does not want to know.
        }
    }

    private void Keep(string stream, string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lock)
        {
            _waiting.AddRange(Pieces(line).Select(piece => (stream, piece)));
            if (stream is "stdout")
            {
                _printed.Append(line).Append('\n');
                if (_printed.Length > 2 * MaxText)
                {
                    _printed.Remove(0, _printed.Length - MaxText);
                }
            }
            else if (!string.IsNullOrWhiteSpace(line))
            {
                _lastError = Cut(line);
            }
        }
    }

    /// <summary>A line as it is; one that is too long for a request in several.</summary>
    private static IEnumerable<string> Pieces(string line)
    {
        var from = 0;
        while (line.Length - from > MaxSent)
        {
            var length = char.IsHighSurrogate(line[from + MaxSent - 1]) ? MaxSent - 1 : MaxSent;
            yield return line.Substring(from, length);
            from += length;
        }

        yield return line[from..];
    }

    private string Printed()
    {
        lock (_lock)
        {
            var text = _printed.ToString().Trim();
            return text.Length > MaxText ? text[^MaxText..] : text;
        }
    }

    private Task SendAsync(CancellationTokenSource lost, CancellationToken ended) => EveryAsync(SendInterval, SendWaitingAsync, lost, ended);

    private Task BeatAsync(CancellationTokenSource lost, CancellationToken ended) => EveryAsync(
        HeartbeatInterval,
        async cancellationToken =>
        {
            var agent = await client.HeartbeatAsync(leaving: false, cancellationToken);
            if (!agent.CurrentSteps.Any(s => string.Equals(s.Step, work.Step, StringComparison.Ordinal) && s.Epoch == work.Epoch))
            {
                await lost.CancelAsync();
            }
        },
        lost,
        ended);

    private async Task EveryAsync(TimeSpan interval, Func<CancellationToken, Task> act, CancellationTokenSource lost, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(interval, context.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
            {
                try
                {
                    // Not given up half way: what was sent is not sent again.
                    await act(lost.Token);
                }
                catch (SignalboxFaultException fault) when (fault.ExitCode == ExitCodes.Unreachable)
                {
                    // The server is away for a moment; the work goes on.
                }
                catch (SignalboxFaultException fault)
                {
                    _refused = fault.Message;
                    await lost.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The command has ended, or the step is another's.
        }
    }

    private async Task SendWaitingAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            List<(string Stream, string Line)> lines;
            lock (_lock)
            {
                // One stream at a time, in the order in which they came.
                var length = 0;
                lines = [.. _waiting.TakeWhile(l => string.Equals(l.Stream, _waiting[0].Stream, StringComparison.Ordinal) && (length += l.Line.Length + 3) <= MaxSent + 3).Take(MaxLines)];
            }

            if (lines.Count == 0)
            {
                return;
            }

            await client.LogAsync(work, [.. lines.Select(l => l.Line)], lines[0].Stream, cancellationToken);
            lock (_lock)
            {
                _waiting.RemoveRange(0, lines.Count);
            }
        }
    }
}
