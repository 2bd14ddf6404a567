using System.Threading.Channels;
using Signalbox.Engine.Agents;

namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>The attempts of a run that are at work: a task each, which tells the session what comes of it.</summary>
internal sealed class AttemptWatch(RunSessionServices services, SessionHandover handover, ChannelWriter<SessionMessage> session) : IAsyncDisposable
{
    private readonly Dictionary<Attempt, AttemptInFlight> _inFlight = [];
    private readonly CancellationTokenSource _detach = new();

    /// <summary>How many are at work here, where they can be stopped.</summary>
    public int Count => _inFlight.Values.Count(f => f.Agent is not IPooledAgent && !services.IsElsewhere(f.Attempt));

    /// <summary>How many a worker holds, which is told and stops by itself.</summary>
    public int Workers => _inFlight.Values.Count(f => f.Agent is IPooledAgent);

    public bool IsBusy => _inFlight.Count > 0;

    /// <summary>Begins an attempt that is written, once the files of the steps before are there.</summary>
    public void Begin(BegunAttempt begun, AgentRequest request, Task ready)
    {
        var (definition, step, prepared) = begun;
        IAgent agent = prepared.Cached is { } cached ? new CachedAnswer(prepared.Attempt.Agent, cached) : services.Agents.FindOrProcess(prepared.Attempt.Agent);
        Begin(new AttemptInFlight(definition, step, prepared.Attempt, request, agent) { CacheKey = prepared.Cached is null ? prepared.CacheKey : null, Ready = ready });
    }

    /// <summary>Begins to watch an attempt.</summary>
    public void Begin(AttemptInFlight flight)
    {
        _inFlight[flight.Attempt] = flight;
        flight.Work = Task.Run(() => WatchAsync(flight), CancellationToken.None);
    }

    /// <summary>Stops all of them; completes when nothing of them is alive.</summary>
    public Task StopAllAsync() => Task.WhenAll(_inFlight.Values.Select(StopAsync));

    /// <summary>An attempt that has reported its end.</summary>
    public async Task ForgetAsync(AttemptInFlight flight)
    {
        await flight.Work;
        _inFlight.Remove(flight.Attempt);
    }

    /// <summary>What the end of an attempt is whose agent's code failed: nothing of it may stay alive.</summary>
    public async Task<SessionMessage.Ended> EndBrokenAsync(SessionMessage.Broke broke, bool stopping, CancellationToken cancellationToken)
    {
        if (!services.IsElsewhere(broke.Flight.Attempt))
        {
            await broke.Flight.Agent.StopAsync(broke.Flight.Request, cancellationToken);
            await services.Verifier.StopAsync(broke.Flight.Request, cancellationToken);
        }

        // A stop that comes before the process takes its place: the start is refused, and that is what was asked for.
        return new SessionMessage.Ended(
            broke.Flight,
            stopping
                ? new AgentResult { Outcome = AgentOutcome.Stopped }
                : new AgentResult { Outcome = AgentOutcome.Failed, Error = new AgentError("agent_error", broke.Exception.Message, Retryable: false) },
            null);
    }

    /// <summary>Lets go of the agents that still work and waits for the tasks that watch them.</summary>
    public async ValueTask DisposeAsync()
    {
        await _detach.CancelAsync();
        await Task.WhenAll(_inFlight.Values.Select(f => f.Work));
        foreach (var flight in _inFlight.Values)
        {
            handover.Leave(flight.Attempt);
        }

        _detach.Dispose();
    }

    private async Task StopAsync(AttemptInFlight flight)
    {
        if (services.IsElsewhere(flight.Attempt))
        {
            return;
        }

        flight.IsStopAsked = true;
        await flight.Agent.StopAsync(flight.Request, CancellationToken.None);
        await services.Verifier.StopAsync(flight.Request, CancellationToken.None);
    }

    private async Task WatchAsync(AttemptInFlight flight)
    {
        try
        {
            await flight.Ready;
            if (TestFirst.ProvesBase(flight) && !services.IsElsewhere(flight.Attempt))
            {
                // One that came while the files were waited for found no proof to stop.
                if (!flight.IsStopAsked)
                {
                    await services.Verifier.RunBaseAsync(flight.Definition.Verify!, flight.Request, _detach.Token);
                }

                if (flight.IsStopAsked)
                {
                    // The stop came when there was nothing of the agent to stop: it does not begin.
                    session.TryWrite(new SessionMessage.Ended(flight, new AgentResult { Outcome = AgentOutcome.Stopped }, null));
                    return;
                }
            }

            var result = await flight.Agent.RunAsync(flight.Request, new AttemptSink(flight, session), _detach.Token);
            var verified = result.Outcome == AgentOutcome.Succeeded && flight.Definition.Verify is { } verify
                ? await services.Verifier.RunAsync(verify, flight.Request, _detach.Token)
                : null;
            session.TryWrite(new SessionMessage.Ended(flight, result, verified));
        }
        catch (AttemptReturnedException returned)
        {
            session.TryWrite(new SessionMessage.Returned(flight, returned.Message));
        }
        catch (AttemptTakenOverException)
        {
            session.TryWrite(new SessionMessage.TakenOver(flight));
        }
        catch (OperationCanceledException) when (_detach.IsCancellationRequested)
        {
            // Let go on purpose: the process works on, the next server re-attaches.
        }
#pragma warning disable CA1031 // whatever an agent's code throws becomes the attempt's error; nothing may be lost on this task
        catch (Exception exception)
#pragma warning restore CA1031
        {
            session.TryWrite(new SessionMessage.Broke(flight, exception));
        }
    }
}
