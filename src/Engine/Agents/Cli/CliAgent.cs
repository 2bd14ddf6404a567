using System.Globalization;
using Signalbox.Engine.Files;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Processes;

namespace Signalbox.Engine.Agents.Cli;

/// <summary>
/// A coding agent that is a program: its dialect says how it is called and what its stream means (design/agents.md).
/// The result is read from the whole raw output, so it is the same whichever server sees the end.
/// </summary>
internal sealed class CliAgent(ICliDialect dialect, AttemptRunner runner, ILogStore logs, AgentPrices prices) : IAgent
{
    public string Id => dialect.Id;

    public async Task<AgentResult> RunAsync(AgentRequest request, IAgentSink sink, CancellationToken detach)
    {
        CliLaunch? launch = null;
        var prompt = Path.Combine(request.Directory, "prompt.md");
        if (!request.Reattach)
        {
            try
            {
                launch = dialect.Launch(request);
            }
            catch (CliOptionException fault)
            {
                await runner.CompleteEmptyAsync(request, detach);
                return new AgentResult { Outcome = AgentOutcome.Failed, Error = new AgentError("bad_option", fault.Message, Retryable: false) };
            }

            PrivateFiles.CreateFolder(request.Directory);
            foreach (var (name, text) in launch.Files)
            {
                await PrivateFiles.WriteAsync(Path.Combine(request.Directory, name), text, detach);
            }

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

        var exit = await runner.RunAsync(
            Equip(request, launch), launch?.Command ?? [], launch is { PromptOnInput: false } ? null : prompt, bytes => lines.Append(bytes.Span), sink, detach);
        lines.Complete();
        var said = stream.Finish();
        var result = Success(request, said, exit) with { Warnings = [.. said.Warnings, .. TooLongWarning(lines.TooLong), .. AttemptEnd.Notes(exit)] };
        if (AttemptEnd.WithoutExit(exit, request, dialect.InstallHint) is { } ended)
        {
            return result with { Outcome = ended.Outcome, Error = ended.Error };
        }

        var error = WithEnd(await FaultAsync(request, said, exit.Code, detach), request);
        return error is null ? result : result with { Outcome = AgentOutcome.Failed, Error = error };
    }

    public string? RefuseTools(AgentTools tools) => dialect.RefuseTools(tools);

    public Task StopAsync(AgentRequest request, CancellationToken cancellationToken) => runner.StopAsync(request, cancellationToken);

    /// <summary>The request with what the agent itself needs and must not tell.</summary>
    private AgentRequest Equip(AgentRequest request, CliLaunch? launch)
    {
        var secrets = dialect.ReadSecrets();
        if (secrets.Count > 0)
        {
            request = request with { Secrets = [.. request.Secrets, .. secrets] };
        }

        if (launch is not { Environment.Count: > 0 })
        {
            return request;
        }

        var environment = new Dictionary<string, string>(request.Environment, StringComparer.Ordinal);
        foreach (var (name, value) in launch.Environment)
        {
            environment[name] = value;
        }

        return request with { Environment = environment };
    }

    private AgentResult Success(AgentRequest request, CliStreamResult said, ProcessExit exit)
    {
        var model = said.Model ?? request.Model;
        return new AgentResult
        {
            Outcome = AgentOutcome.Succeeded,
            ExitCode = exit.Code,
            FinalText = said.FinalText,
            Structured = EndedWithJson.Find(said.FinalText),
            SessionId = said.SessionId,
            Model = model,
            Usage = Used(request, said, model),
            ToolCalls = said.ToolCalls,
            PermissionDenials = said.PermissionDenials,
        };
    }

    private AgentUsage? Used(AgentRequest request, CliStreamResult said, string? model) => CliCost.OfAttempt(
        prices.Estimate(CliCost.TokensOfAttempt(said.Usage, said.TokensAreOfSession, request), model, dialect.InputIncludesCache), said.CostIsOfSession, request);

    private async Task<AgentError?> FaultAsync(AgentRequest request, CliStreamResult said, int? code, CancellationToken cancellationToken)
    {
        if (said.Complete && code == 0)
        {
            return said.Error;
        }

        var lastError = await OutputFile.ReadLastLineAsync(OutputFile.Stderr(request.Directory), cancellationToken);
        if (code is not (null or 0) && dialect.FaultOf(code.Value, said.Error?.Message ?? lastError ?? said.LastPlainLine) is { } known)
        {
            return known;
        }

        if (said.Error is not null)
        {
            return said.Error;
        }

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

    /// <summary>
    /// A limit whose end the agent tells in words only. They count from when it wrote last, so that each server that reads them finds the same time.
    /// </summary>
    private static AgentError? WithEnd(AgentError? error, AgentRequest request) => error is { Code: "rate_limit", RetryAt: null }
        ? error with { RetryAt = LimitEnd.Of(error.Message, OutputFile.LastWritten(request.Directory), TimeZoneInfo.Local) }
        : error;

    private static string[] TooLongWarning(int count) => count == 0 ? [] :
        [$"{count.ToString(CultureInfo.InvariantCulture)} output line(s) longer than {(OutputLines.DefaultMaxLineBytes / (1024 * 1024)).ToString(CultureInfo.InvariantCulture)} MiB were not read"];
}
