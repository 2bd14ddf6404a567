using Signalbox.Engine.Agents;
using Signalbox.Engine.Runs.Execution.Attempts;
using Signalbox.Engine.Runs.Execution.Sessions;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>Fails a run that cannot go on: everything of it that is alive is stopped and its log stored first, from the rows alone.</summary>
internal sealed class RunFailing(RunSessionServices services)
{
    /// <summary>Fails the run, if it is still held under this epoch.</summary>
    public async Task FailAsync(Identity.RunId id, long epoch, string reason, CancellationToken stopping)
    {
        // Read again: what failed may have changed the state in memory without having written it.
        var state = await services.Store.LoadAsync(id, stopping);
        if (state is null || state.Run.Epoch != epoch || state.Run.HasEnded)
        {
            return;
        }

        var running = state.Attempts.Where(a => a.Status == AttemptStatus.Running).ToList();
        await Task.WhenAll(running.Select(a => StopAsync(state, a, stopping)));
        var writer = new SessionWriter(state, services);
        await AgentSessions.FollowAsync(state, workflow: null, services, writer, checkpoints: null, stopping);
        try
        {
            await writer.SaveAsync(new RunChanges { Attempts = running }, stopping);
            await new RunClosing(state, workflow: null, services, writer).CloseAsync(new RunEnd(RunStatus.Failed, reason), null, null, stopping);
        }
        catch (PlanChangedException)
        {
            await FailAsync(id, epoch, reason, stopping);
        }
        catch (LostClaimException lost)
        {
            services.Log.ClaimLost(lost.Message);
        }
    }

    private async Task StopAsync(RunState state, Attempt attempt, CancellationToken stopping)
    {
        var agent = services.AgentOf(attempt);
        var request = AttemptFactory.ForStop(state, attempt, StepSecrets.ValuesOf(attempt.SecretNames, services.Secrets));
        await agent.StopAsync(request, stopping);
        if (!services.IsElsewhere(attempt))
        {
            await services.Verifier.StopAsync(request, stopping);
        }

        var result = await agent.RunAsync(request, new NoSink(), stopping);
        attempt.ExitCode = result.ExitCode;
        attempt.Error = services.IsElsewhere(attempt) ? result.Error : new AgentError("interrupted", "stopped, because the run could not go on", Retryable: false);
        attempt.End(AttemptStatus.Interrupted, services.Time.GetUtcNow());
    }

    private sealed class NoSink : IAgentSink
    {
        public void OnEvent(AgentEvent agentEvent)
        {
            // The run says why it ends; what the agent still had to say is in its log.
        }
    }
}
