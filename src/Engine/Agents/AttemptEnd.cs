using System.Globalization;
using Signalbox.Engine.Processes;

namespace Signalbox.Engine.Agents;

/// <summary>What the end of a process means for its attempt, in words a person can act on.</summary>
internal static class AttemptEnd
{
    /// <summary>Error code of an attempt that ended before its agent began.</summary>
    public const string NeverStarted = "never_started";

    /// <summary>The outcome of a process that did not end by itself; null when it did, and its exit code decides.</summary>
    public static AgentResult? WithoutExit(ProcessExit exit, AgentRequest request, string? startHint = null) => exit.End switch
    {
        ProcessEnd.Exited => null,
        ProcessEnd.Stopped => Result(AgentOutcome.Stopped, exit, new AgentError("stopped", Sentence("stopped on request", exit), Retryable: false)),
        ProcessEnd.TimedOut => Result(AgentOutcome.TimedOut, exit, new AgentError("timeout", $"timed out after {Seconds(request.Timeout)} s", Retryable: true)),
        ProcessEnd.OutputLimit => Result(AgentOutcome.Failed, exit, new AgentError("output_limit", Sentence("wrote more output than is allowed", exit), Retryable: false)),
        ProcessEnd.StartFailed => Result(
            AgentOutcome.Failed,
            exit,
            new AgentError("start_failed", Sentence("could not be started", exit) + (startHint is null ? "" : $"; {startHint}"), Retryable: false)),
        ProcessEnd.Lost => Result(AgentOutcome.Interrupted, exit, new AgentError("interrupted", Sentence("interrupted", exit), Retryable: true)),
        ProcessEnd.NeverStarted => Result(AgentOutcome.Interrupted, exit, new AgentError(NeverStarted, Sentence("interrupted", exit), Retryable: true)),
        _ => throw new InvalidOperationException($"end {exit.End} is not known"),
    };

    /// <summary>What else the end has to say of a process that ended by itself, such as what it had left behind.</summary>
    public static IReadOnlyList<string> Notes(ProcessExit exit) => exit is { End: ProcessEnd.Exited, Detail: { } detail } ? [PlainText.OneLine(detail, 500)] : [];

    /// <summary>Why an exit code other than 0 is a fault, with the last word of standard error.</summary>
    public static string ExitSentence(string subject, int? code, string? lastErrorLine)
    {
        var number = code?.ToString(CultureInfo.InvariantCulture) ?? "unknown";
        return lastErrorLine is null
            ? $"{subject} ended with exit code {number} and wrote nothing to standard error"
            : $"{subject} ended with exit code {number}; the last line it wrote to standard error was: {PlainText.OneLine(lastErrorLine)}";
    }

    private static AgentResult Result(AgentOutcome outcome, ProcessExit exit, AgentError error) =>
        new() { Outcome = outcome, ExitCode = exit.Code, Error = error };

    private static string Sentence(string what, ProcessExit exit) => exit.Detail is null ? what : $"{what}: {PlainText.OneLine(exit.Detail, 500).TrimEnd('.')}";

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
