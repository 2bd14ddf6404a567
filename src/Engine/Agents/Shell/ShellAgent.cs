using Signalbox.Engine.Files;

namespace Signalbox.Engine.Agents.Shell;

/// <summary>
/// Runs a step's script (design/agents.md, row <c>shell</c>). The script is a file of the attempt, so that it may be of any size and its
/// standard input is empty; inputs reach it through the environment only.
/// </summary>
public sealed class ShellAgent(AttemptRunner runner) : IAgent
{
    /// <summary>The id that workflows name.</summary>
    public const string AgentId = "shell";

    /// <inheritdoc/>
    public string Id => AgentId;

    /// <inheritdoc/>
    public async Task<AgentResult> RunAsync(AgentRequest request, IAgentSink sink, CancellationToken detach)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(sink);
        var script = Path.Combine(request.Directory, "process-input.sh");
        if (!request.Reattach)
        {
            PrivateFiles.CreateFolder(request.Directory);
            await PrivateFiles.WriteAsync(script, request.Script ?? throw new ArgumentException("a shell step has a script", nameof(request)), detach);
        }

        var exit = await runner.RunAsync(request, [.. request.Shell, script], inputFile: null, onStdout: null, sink, detach);
        if (AttemptEnd.WithoutExit(exit, request) is { } ended)
        {
            return ended;
        }

        var lastLine = await OutputFile.ReadLastLineAsync(OutputFile.Stdout(request.Directory), detach);
        var result = new AgentResult
        {
            Outcome = AgentOutcome.Succeeded,
            ExitCode = exit.Code,
            OutputText = lastLine,
            Structured = EndedWithJson.Find(lastLine),
            Warnings = AttemptEnd.Notes(exit),
        };
        if (exit.Code == 0)
        {
            return result;
        }

        var lastError = await OutputFile.ReadLastLineAsync(OutputFile.Stderr(request.Directory), detach);
        return result with
        {
            Outcome = AgentOutcome.Failed,
            Error = new AgentError("exit_code", AttemptEnd.ExitSentence("the script", exit.Code, lastError), Retryable: true),
        };
    }

    /// <inheritdoc/>
    public Task StopAsync(AgentRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return runner.StopAsync(request, cancellationToken);
    }
}
