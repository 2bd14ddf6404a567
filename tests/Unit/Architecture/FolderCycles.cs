namespace Signalbox.Unit.Architecture;

/// <summary>
/// Finds folders of a project that depend on each other in a circle. Folders are compared with their siblings, at every depth; what stands
/// deeper counts as its folder's, so that a folder and its own sub-folder may know each other.
/// </summary>
internal static class FolderCycles
{
    /// <summary>One line for each circle, with an example of the uses behind each of its steps.</summary>
    public static IReadOnlyList<string> Find(IEnumerable<TypeUse> uses, string rootNamespace)
    {
        var edges = new Dictionary<string, Dictionary<(string From, string To), List<TypeUse>>>(StringComparer.Ordinal);
        foreach (var use in uses)
        {
            var (from, to) = (Path(use.FromNamespace, rootNamespace), Path(use.ToNamespace, rootNamespace));
            if (from is null || to is null)
            {
                continue;
            }

            var shared = from.Zip(to).TakeWhile(p => string.Equals(p.First, p.Second, StringComparison.Ordinal)).Count();
            if (shared < from.Length && shared < to.Length)
            {
                var parent = string.Join('/', from[..shared]);
                edges.TryAdd(parent, []);
                var step = (from[shared], to[shared]);
                edges[parent].TryAdd(step, []);
                edges[parent][step].Add(use);
            }
        }

        return [.. edges.SelectMany(level => Circles(level.Key, level.Value)).Order(StringComparer.Ordinal)];
    }

    private static string[]? Path(string space, string root) =>
        string.Equals(space, root, StringComparison.Ordinal) ? []
        : space.StartsWith(root + ".", StringComparison.Ordinal) ? space[(root.Length + 1)..].Split('.')
        : null;

    private static IEnumerable<string> Circles(string parent, Dictionary<(string From, string To), List<TypeUse>> edges)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in edges.Keys.Select(e => e.From).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            // The shortest way from a folder back to itself; folders of a circle that was told already are not told again.
            if (ShortestCircle(start, edges.Keys) is { } circle && !circle.Any(told.Contains))
            {
                told.UnionWith(circle);
                var steps = circle.Zip(circle.Skip(1).Append(start), (from, to) => $"{from} -> {to} ({Say(edges[(from, to)])})");
                yield return $"{(parent.Length > 0 ? parent + ": " : "")}{string.Join(", ", steps)}";
            }
        }
    }

    private static string Say(List<TypeUse> uses) => uses.Count == 1 ? uses[0].ToString() : $"{uses[0]} and {uses.Count - 1} more";

    private static List<string>? ShortestCircle(string start, IReadOnlyCollection<(string From, string To)> edges)
    {
        var cameFrom = new Dictionary<string, string>(StringComparer.Ordinal);
        var queue = new Queue<string>([start]);
        while (queue.TryDequeue(out var at))
        {
            foreach (var (_, next) in edges.Where(e => string.Equals(e.From, at, StringComparison.Ordinal)).OrderBy(e => e.To, StringComparer.Ordinal))
            {
                if (string.Equals(next, start, StringComparison.Ordinal))
                {
                    return WayTo(at, start, cameFrom);
                }

                if (cameFrom.TryAdd(next, at))
                {
                    queue.Enqueue(next);
                }
            }
        }

        return null;
    }

    private static List<string> WayTo(string end, string start, Dictionary<string, string> cameFrom)
    {
        var way = new List<string> { end };
        while (!string.Equals(way[0], start, StringComparison.Ordinal))
        {
            way.Insert(0, cameFrom[way[0]]);
        }

        return way;
    }
}
