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
    private const int MaxReason = 500;
    private static readonly TimeSpan SendInterval = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SayAgain = TimeSpan.FromSeconds(2);

    // After an interrupt, and however near the end of the claim is.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(20);

    private readonly Lock _lock = new();
    private readonly WorkerLog _log = new(client, work);
    private readonly StringBuilder _printed = new();
    private string? _lastError;
    private string? _refused;

    /// <summary>Runs it to its end, and says that end until the server has heard it or the claim is over.</summary>
    /// <exception cref="OperationCanceledException">Interrupted; the step was given back.</exception>
    public async Task<WorkerEnd> RunAsync(CancellationToken interrupted)
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
            return await TellAsync(sentence, (key, stop) => client.FailAsync(work, sentence, retryable: false, null, key, stop), interrupted);
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

    private async Task<WorkerEnd> EndAsync(int exitCode, bool isLost, CancellationToken interrupted)
    {
        if (isLost)
        {
            return await EndLostAsync(interrupted);
        }

        if (interrupted.IsCancellationRequested)
        {
            var end = await TellAsync("given back", (key, stop) => client.ReleaseAsync(work, "its worker was interrupted", key, stop), interrupted);
            throw new OperationCanceledException(end.Sentence, interrupted);
        }

        if (exitCode == 0)
        {
            return await TellAsync("completed", (key, stop) => client.CompleteAsync(work, new CompleteBody(null, 0) { Text = Printed(), ExitCode = 0 }, key, stop), interrupted);
        }

        var sentence = $"{command[0]} ended with exit code {exitCode.ToString(CultureInfo.InvariantCulture)}{(_lastError is null ? "" : $": {_lastError}")}";
        return await TellAsync(sentence, (key, stop) => client.FailAsync(work, sentence, retryable: true, exitCode, key, stop), interrupted);
    }

    /// <summary>Says how it ended, behind all that it printed.</summary>
    private async Task<WorkerEnd> TellAsync(string sentence, Func<string, CancellationToken, Task> word, CancellationToken interrupted)
    {
        var fault = await SayAsync(
            async (key, stop) =>
            {
                await _log.SendAsync(stop);
                await word(key, stop);
            },
            interrupted);
        if (fault is { ExitCode: not ExitCodes.Unreachable })
        {
            _refused = fault.Message;
            return await EndLostAsync(interrupted);
        }

        return fault is null ? new WorkerEnd(sentence, IsTold: true) : new WorkerEnd($"{sentence}, and the server could not be told: {fault.Message}", IsTold: false);
    }

    /// <summary>A step that is still this worker's though a word of it was refused, such as a log beyond its limit, ends with what was said against it.</summary>
    private async Task<WorkerEnd> EndLostAsync(CancellationToken interrupted)
    {
        var gone = new WorkerEnd("the step is no longer this worker's; its command was stopped", IsTold: false);
        return _refused is not { } why ? gone
            : await SayAsync((key, stop) => client.FailAsync(work, Cut(why), retryable: false, null, key, stop), interrupted) switch
            {
                null => new WorkerEnd(why, IsTold: true),
                { ExitCode: ExitCodes.Refused or ExitCodes.NotFound } => gone,
                var fault => new WorkerEnd(fault.Message, IsTold: false),
            };
    }

    /// <summary>
    /// Says a word until the server has heard it: what a command has done is not thrown away because the server is away for a moment. It is one word with one key,
    /// however often it is said. Null when it was heard.
    /// </summary>
    private async Task<SignalboxFaultException?> SayAsync(Func<string, CancellationToken, Task> word, CancellationToken interrupted)
    {
        using var limit = Limit(interrupted);
        var key = ApiClient.NewKey();
        SignalboxFaultException? unheard = null;
        try
        {
            while (true)
            {
                try
                {
                    await word(key, limit.Token);
                    return null;
                }
                catch (SignalboxFaultException fault) when (fault.ExitCode == ExitCodes.Unreachable)
                {
                    if (unheard is null)
                    {
                        await context.Error.WriteLineAsync(CliText.Safe($"{work.RunKey} {work.StepId}: {fault.Message}; said again until it is heard"));
                    }

                    unheard = fault;
                }

                await Task.Delay(SayAgain, context.Time, limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            return unheard ?? new SignalboxFaultException(ExitCodes.Unreachable, "it did not answer");
        }
        catch (SignalboxFaultException fault)
        {
            return fault;
        }
    }

    // The end of the claim, or an interrupt meanwhile.
    private CancellationTokenSource Limit(CancellationToken interrupted)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(interrupted.IsCancellationRequested ? CancellationToken.None : interrupted);
        var left = interrupted.IsCancellationRequested ? Grace : work.Deadline - context.Time.GetUtcNow();
        limit.CancelAfter(left < Grace ? Grace : left > Longest ? Longest : left);
        return limit;
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

        _log.Add(stream, line);
        lock (_lock)
        {
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

    private string Printed()
    {
        lock (_lock)
        {
            var text = _printed.ToString().Trim();
            return text.Length > MaxText ? text[^MaxText..] : text;
        }
    }

    private Task SendAsync(CancellationTokenSource lost, CancellationToken ended) => EveryAsync(SendInterval, _log.SendAsync, lost, ended);

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
                    // Not given up half way: an answer that is heard need not be asked for again.
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
}
