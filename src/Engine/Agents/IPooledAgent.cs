namespace Signalbox.Engine.Agents;

/// <summary>
/// An agent whose work is done by programs outside that come and claim it (design/agents.md, Workers). Its attempts are offered first and run once a
/// worker holds them: <see cref="IAgent.RunAsync"/> begins with the claim and throws <see cref="AttemptReturnedException"/> when the worker gives it back.
/// </summary>
public interface IPooledAgent : IAgent
{
    /// <summary>
    /// Takes an attempt out of the pool whose files are out of reach, with the node that they are on: what its worker still says is refused, and nobody else
    /// claims it.
    /// </summary>
    /// <param name="request">The attempt.</param>
    /// <param name="reason">Why, for the worker.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The worker that had it, and whether it has said how it ended; null when none had.</returns>
    Task<(string Worker, bool HasEnded)?> TakeBackAsync(AgentRequest request, string reason, CancellationToken cancellationToken);
}
