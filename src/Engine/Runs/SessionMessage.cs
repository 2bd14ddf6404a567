using Signalbox.Engine.Agents;

namespace Signalbox.Engine.Runs;

/// <summary>What the tasks of a run's attempts tell its session, which alone changes the state.</summary>
internal abstract record SessionMessage(AttemptInFlight Flight)
{
    /// <summary>The agent reported something worth an event.</summary>
    public sealed record Reported(AttemptInFlight Flight, AgentEvent Event) : SessionMessage(Flight);

    /// <summary>The attempt ended with a result.</summary>
    public sealed record Ended(AttemptInFlight Flight, AgentResult Result) : SessionMessage(Flight);

    /// <summary>The agent's own code failed.</summary>
    public sealed record Broke(AttemptInFlight Flight, Exception Exception) : SessionMessage(Flight);

    /// <summary>Another executor writes this attempt's log by now.</summary>
    public sealed record TakenOver(AttemptInFlight Flight) : SessionMessage(Flight);
}
