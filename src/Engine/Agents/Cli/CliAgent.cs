using System.Globalization;
using Signalbox.Engine.Files;
using Signalbox.Engine.Logs;

namespace Signalbox.Engine.Agents.Cli;

/// <summary>
/// A coding agent that is a program: its dialect says how it is called and what its stream means (design/agents.md).
/// The result is read from the whole raw output, so it is the same whichever server sees the end.
/// </summary>
internal sealed class CliAgent(ICliDialect dialect, AttemptRunner runner, ILogStore logs) : IAgent
{
    public string Id => dialect.Id;

    public async Task<AgentResult> RunAsync(AgentRequest request, IAgentSink sink, CancellationToken detach)
    {
        IReadOnlyList<string> command = [];
        var prompt = Path.Combine(request.Directory, "prompt.md");
        if (!request.Reattach)
        {
            try
            {
                command = dialect.BuildCommand(request);
            }
            catch (CliOptionException fault)
            {
                await runner.CompleteEmptyAsync(request, detach);
                return new AgentResult { Outcome = AgentOutcome.Failed, Error = new AgentError("bad_option", fault.Message, Retryable: false) };
            }

            PrivateFiles.CreateFolder(request.Directory);
            await PrivateFiles.WriteAsync(prompt, request.Prompt ?? throw new ArgumentException("an agent's step has a prompt", nameof(request)), detach);
        }

        // What an earlier server has stored, it has also reported: those lines count for the result, but are not told again.
        var reportedTo = request.Reattach ? (await logs.GetPositionAsync(request.AttemptId, LogStream.Stdout, detach)).Offset : 0;
        var isNew = true;
        var stream = dialect.CreateStream(agentEvent =>
        {
            if (isNew)
            {
                sink.OnEvent(agentEvent);
            }
        });
        var lines = new OutputLines((line, end) =>
        {
            isNew = end > reportedTo;
            stream.Line(line);
        });

        var exit = await runner.RunAsync(request, command, prompt, bytes => lines.Append(bytes.Span), sink, detach);
        lines.Complete();
        var said = stream.Finish();
        var result = new AgentResult
        {
            Outcome = AgentOutcome.Succeeded,
            ExitCode = exit.Code,
            FinalText = said.FinalText,
            Structured = EndedWithJson.Find(said.FinalText),
            SessionId = said.SessionId,
            Model = said.Model ?? request.Model,
            Usage = said.Usage,
            ToolCalls = said.ToolCalls,
            PermissionDenials = said.PermissionDenials,
            Warnings = [.. said.Warnings, .. TooLongWarning(lines.TooLong), .. AttemptEnd.Notes(exit)],
        };
        if (AttemptEnd.WithoutExit(exit, request, dialect.InstallHint) is { } ended)
        {
            return result with { Outcome = ended.Outcome, Error = ended.Error };
        }

        var error = await FaultAsync(request, said, exit.Code, detach);
        return error is null ? result : result with { Outcome = AgentOutcome.Failed, Error = error };
    }

    public Task StopAsync(AgentRequest request, CancellationToken cancellationToken) => runner.StopAsync(request, cancellationToken);

    private async Task<AgentError?> FaultAsync(AgentRequest request, CliStreamResult said, int? code, CancellationToken cancellationToken)
    {
        if (said.Error is not null || (said.Complete && code == 0))
        {
            return said.Error;
        }

        var lastError = await OutputFile.ReadLastLineAsync(OutputFile.Stderr(request.Directory), cancellationToken);
        if (said.Complete)
        {
            return new AgentError("exit_code", AttemptEnd.ExitSentence(dialect.Name, code, lastError), Retryable: true);
        }

        // A CLI that cannot even begin says why in plain text.
        var words = lastError ?? said.LastPlainLine;
        return (words is null ? null : CliFaults.Recognise(dialect, status: null, words))
            ?? new AgentError(
                "incomplete_stream",
                $"{AttemptEnd.ExitSentence(dialect.Name, code, words)}; its stream stopped before it said how the work ended",
                Retryable: true);
    }

    private static string[] TooLongWarning(int count) => count == 0 ? [] :
        [$"{count.ToString(CultureInfo.InvariantCulture)} output line(s) longer than {(OutputLines.DefaultMaxLineBytes / (1024 * 1024)).ToString(CultureInfo.InvariantCulture)} MiB were not read"];
}
