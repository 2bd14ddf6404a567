using Signalbox.Engine.Workflows.Expressions;

namespace Signalbox.Engine.Workflows;

/// <summary>Runs a step once for each item of a list (<c>for_each:</c>).</summary>
/// <param name="In">Gives the list when the step begins.</param>
/// <param name="As">Name of the item in templates and expressions.</param>
/// <param name="MaxParallel">Items at work at once; null: as many as the run allows.</param>
public sealed record ForEachDefinition(Expression In, string As, int? MaxParallel)
{
    /// <summary>Items at most.</summary>
    public const int MaxItems = 1_000;
}
