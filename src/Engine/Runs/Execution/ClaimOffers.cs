using System.Text.Json;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Files;
using Signalbox.Engine.Runs.Resolution;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>Offers attempts to workers. Prompt and environment stay in the attempt's private folder: they may hold secrets, which no row does.</summary>
internal static class ClaimOffers
{
    /// <summary>File of an attempt's folder with the environment that its worker gets; gone when the attempt has ended.</summary>
    public const string EnvironmentFile = "environment.json";

    /// <summary>Writes what the worker will be given, and makes the offer.</summary>
    public static async Task<StepClaim> MakeAsync(StepDefinition definition, StepRun step, Attempt attempt, AgentRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await PrivateFiles.WriteAsync(Path.Combine(attempt.Directory, "prompt.md"), request.Prompt ?? "", cancellationToken);
        await PrivateFiles.WriteAsync(Path.Combine(attempt.Directory, EnvironmentFile), JsonSerializer.SerializeToUtf8Bytes(request.Environment), cancellationToken);

        // There from the start: who seals or exports the attempt finds them, also when the worker says nothing.
        await PrivateFiles.WriteAsync(OutputFile.Stdout(attempt.Directory), "", cancellationToken);
        await PrivateFiles.WriteAsync(OutputFile.Stderr(attempt.Directory), "", cancellationToken);
        return new StepClaim
        {
            AttemptId = attempt.Id,
            RunId = attempt.RunId,
            StepRunId = step.Id,
            StepId = step.StepId,
            Capabilities = definition.Capabilities,
            Role = definition.Role,
            AssignedTo = AgentOf(step),
            Priority = definition.Priority,
            TimeoutSeconds = (int)definition.Timeout.TotalSeconds,
            OfferedAt = now,
        };
    }

    /// <summary>Why a step waits, in words.</summary>
    /// <param name="definition">The step.</param>
    /// <param name="step">Its run.</param>
    /// <param name="cluster">This node: a worker that asks another one does not get the step. Null where there is none.</param>
    public static string Waits(StepDefinition definition, StepRun step, RunCluster? cluster)
    {
        var worker = AgentOf(step) is { } agent ? agent : $"a worker{(definition.Capabilities.Count == 0 ? "" : $" that can {string.Join(" and ", definition.Capabilities)}")}";
        return $"{StepResolver.NameOf(step)} waits for a claim by {worker}{(definition.Role is null ? "" : $" with the role {definition.Role}")}{(cluster is null ? "" : $", at node {cluster.Node.Id}")}";
    }

    private static string? AgentOf(StepRun step) => string.Equals(step.Agent, StepDefinition.AnyWorker, StringComparison.Ordinal) ? null : step.Agent;
}
