namespace Signalbox.Engine.Metrics;

/// <summary>Finds the changes among what was first seen: the first value of something is no change, and of a configuration each is one.</summary>
public static class ChangeMarkers
{
    /// <summary>The changes that lie between two instants, oldest first.</summary>
    /// <param name="seen">Everything that was ever seen first.</param>
    /// <param name="filter">What is looked at: a change of something else is left out.</param>
    /// <param name="from">The first instant.</param>
    /// <param name="to">The first instant after.</param>
    public static IReadOnlyList<ChangeMarker> Of(IEnumerable<FirstSeen> seen, MetricFilter filter, DateTimeOffset from, DateTimeOffset to)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return
        [
            .. seen
                .Where(s => Concerns(s, filter))
                .GroupBy(s => (s.Kind, s.Name, s.Repository))
                .SelectMany(g => g.OrderBy(s => s.At).Skip(g.Key.Kind == ChangeKind.Configuration ? 0 : 1))
                .Where(s => s.At >= from && s.At < to)
                .OrderBy(s => s.At).ThenBy(s => s.Name, StringComparer.Ordinal)
                .Select(s => new ChangeMarker(s.At, s.Kind, s.Name, s.Value)),
        ];
    }

    private static bool Concerns(FirstSeen seen, MetricFilter filter) => seen.Kind switch
    {
        ChangeKind.WorkflowVersion => Is(filter.Workflow, seen.Workflow) && Is(filter.Repository, seen.Repository),
        ChangeKind.Model => Is(filter.Agent, seen.Name),
        ChangeKind.Configuration => true,
    };

    private static bool Is(string? wanted, string? found) => wanted is null || string.Equals(wanted, found, StringComparison.Ordinal);
}
