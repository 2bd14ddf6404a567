namespace Signalbox.Engine.Metrics;

/// <summary>What metrics can be narrowed to: what facts were told of so far, in order.</summary>
/// <param name="Workflows">Slugs.</param>
/// <param name="Agents">Ids of agents whose model is known.</param>
/// <param name="Models">Names.</param>
/// <param name="Repositories">Names.</param>
public sealed record MetricScopes(IReadOnlyList<string> Workflows, IReadOnlyList<string> Agents, IReadOnlyList<string> Models, IReadOnlyList<string> Repositories)
{
    /// <summary>Nothing was told yet.</summary>
    public static MetricScopes None { get; } = new([], [], [], []);

    /// <summary>The scopes that follow from what was ever seen.</summary>
    public static MetricScopes Of(IReadOnlyList<FirstSeen> seen) => new(
        In(seen.Where(s => s.Kind == ChangeKind.WorkflowVersion).Select(s => s.Workflow)),
        In(seen.Where(s => s.Kind == ChangeKind.Model).Select(s => s.Name)),
        In(seen.Where(s => s.Kind == ChangeKind.Model).Select(s => s.Value)),
        In(seen.Where(s => s.Kind == ChangeKind.WorkflowVersion).Select(s => s.Repository)));

    private static IReadOnlyList<string> In(IEnumerable<string?> names) => [.. names.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
