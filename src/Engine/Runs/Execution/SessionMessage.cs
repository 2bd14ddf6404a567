using Signalbox.Engine.Agents;
using Signalbox.Engine.Runs.Execution.Attempts;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>What reaches a session, which alone changes the state of its run.</summary>
internal abstract record SessionMessage
{
    /// <summary>The agent reported something worth an event.</summary>
    public sealed record Reported(AttemptInFlight Flight, AgentEvent Event) : SessionMessage;

    /// <summary>The attempt ended with a result, and what its proof said when there is one.</summary>
    public sealed record Ended(AttemptInFlight Flight, AgentResult Result, VerifyResult? Verified) : SessionMessage;

    /// <summary>The agent's own code failed.</summary>
    public sealed record Broke(AttemptInFlight Flight, Exception Exception) : SessionMessage;

    /// <summary>The worker that held it is gone or gave it back.</summary>
    public sealed record Returned(AttemptInFlight Flight, string Why) : SessionMessage;

    /// <summary>Another executor writes this attempt's log by now.</summary>
    public sealed record TakenOver(AttemptInFlight Flight) : SessionMessage;

    /// <summary>Something came from outside: it is in the run's signals.</summary>
    public sealed record Woken : SessionMessage;

    /// <summary>An agent may have a place again.</summary>
    public sealed record PlaceFree : SessionMessage;
}
