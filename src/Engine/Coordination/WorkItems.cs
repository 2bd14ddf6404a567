using System.Globalization;
using System.Text.Json;
using Signalbox.Engine.Events;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Execution;

namespace Signalbox.Engine.Coordination;

/// <summary>Puts together what a worker gets with a claim.</summary>
internal static class WorkItems
{
    private const int MaxMessages = 50;

    /// <summary>The claimed step with its prompt, environment and folder, and the messages that wait for the worker.</summary>
    public static async Task<WorkItem> MakeAsync(
        StepClaim claim, string agentId, IRunQueries runs, IAgentStore agents, IMessageStore messages, RunEventBus bus, CancellationToken cancellationToken)
    {
        var state = (await runs.GetAsync(claim.RunId, cancellationToken))!;
        var attempt = state.Attempts.Single(a => a.Id == claim.AttemptId);
        var role = (await agents.FindAsync(agentId, cancellationToken))?.Role;
        var declared = JsonSerializer.Deserialize<Dictionary<string, string>>(
            await File.ReadAllTextAsync(Path.Combine(attempt.Directory, ClaimOffers.EnvironmentFile), cancellationToken)) ?? [];
        var prompt = await File.ReadAllTextAsync(Path.Combine(attempt.Directory, "prompt.md"), cancellationToken);

        // Once its files are read: what cannot be handed over takes no message along.
        var waiting = await messages.TakeUnreadAsync(new Recipient(agentId, role), claim.StepRunId, MaxMessages, cancellationToken);
        if (waiting.Count > 0)
        {
            bus.Publish(new Notice.MessagesChanged());
        }

        return new WorkItem
        {
            Claim = claim,
            RunKey = state.Run.Key,
            AttemptNumber = attempt.Number,
            Prompt = prompt,
            Environment = new Dictionary<string, string>(declared, StringComparer.Ordinal)
            {
                ["SIGNALBOX_RUN"] = claim.RunId.Value,
                ["SIGNALBOX_RUN_KEY"] = state.Run.Key,
                ["SIGNALBOX_STEP"] = claim.StepId,
                ["SIGNALBOX_ATTEMPT_NUMBER"] = attempt.Number.ToString(CultureInfo.InvariantCulture),
            },
            WorkingDirectory = state.WorkspaceOf(state.Steps.First(s => s.Id == claim.StepRunId))!.Path,
            StdoutBytes = WorkLogs.LengthOf(attempt.Directory, LogStream.Stdout),
            StderrBytes = WorkLogs.LengthOf(attempt.Directory, LogStream.Stderr),
            Deadline = claim.ClaimedAt!.Value + TimeSpan.FromSeconds(claim.TimeoutSeconds),
            Messages = waiting,
        };
    }
}
