using Signalbox.Engine.Workflows.Expressions;

namespace Signalbox.Engine.Workflows;

/// <summary>An edge of a graph (<c>next:</c>): the first that holds is taken.</summary>
/// <param name="To">Step id; null for <c>done</c>, the end of the path.</param>
/// <param name="When">Condition; null always holds.</param>
public sealed record NextEdge(string? To, Expression? When);
