namespace Signalbox.Engine.Agents;

/// <summary>
/// An agent whose work is done by programs outside that come and claim it (design/agents.md, Workers). Its attempts are offered first and run once a
/// worker holds them: <see cref="IAgent.RunAsync"/> begins with the claim and throws <see cref="AttemptReturnedException"/> when the worker gives it back.
/// </summary>
public interface IPooledAgent : IAgent;
