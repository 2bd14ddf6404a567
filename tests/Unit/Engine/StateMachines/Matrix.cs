namespace Signalbox.Unit.Engine.StateMachines;

/// <summary>
/// The state machines of the design, written out a second time and independently of the tables: a row is a state and where it may go.
/// A table that loses or gains a move no longer agrees with its matrix.
/// </summary>
internal static class Matrix
{
    public static readonly string[] Run =
    [
        "Pending   -> Running Failed Cancelled",
        "Running   -> Waiting Paused Completed Failed Cancelled",
        "Waiting   -> Running Completed Failed Cancelled",
        "Paused    -> Running Completed Failed Cancelled",
        "Completed ->",
        "Failed    -> Running",
        "Cancelled -> Running",
    ];

    public static readonly string[] Step =
    [
        "Pending   -> Running Skipped Blocked Cancelled",
        "Running   -> Completed Blocked Failed Cancelled",
        "Blocked   -> Running Completed Failed Cancelled",
        "Completed ->",
        "Failed    -> Pending",
        "Cancelled -> Pending",
        "Skipped   ->",
    ];

    public static readonly string[] Attempt =
    [
        "Running     -> Succeeded Failed TimedOut Cancelled Interrupted",
        "Succeeded   ->",
        "Failed      ->",
        "TimedOut    ->",
        "Cancelled   ->",
        "Interrupted ->",
    ];

    public static readonly string[] Agent =
    [
        "Unregistered -> Registering Error",
        "Registering  -> Active Error",
        "Active       -> Inactive Offline Error",
        "Inactive     -> Active Offline Error",
        "Offline      -> Active Error",
        "Error        -> Registering",
    ];

    public static readonly string[] Workspace =
    [
        "Active  -> Dirty Merged Kept Removed",
        "Dirty   -> Active Merged Kept Removed",
        "Merged  -> Active Dirty Kept Removed",
        "Kept    -> Removed",
        "Removed ->",
    ];

    public static readonly string[] AgentSession =
    [
        "Initializing -> Active Failed",
        "Active       -> Paused Blocked Completed Failed",
        "Paused       -> Resumed Expired",
        "Resumed      -> Active Completed Failed",
        "Blocked      -> Active Failed",
        "Completed    ->",
        "Failed       ->",
        "Expired      ->",
    ];

    public static readonly string[] Learning =
    [
        "Proposed -> Accepted Rejected",
        "Accepted -> Rejected",
        "Rejected -> Accepted",
    ];

    /// <summary>Every pair of states, also of a state with itself, and whether the matrix allows it.</summary>
    public static TheoryData<TState, TState, bool> Pairs<TState>(string[] matrix)
        where TState : struct, Enum
    {
        var moves = Moves<TState>(matrix);
        var data = new TheoryData<TState, TState, bool>();
        foreach (var from in Enum.GetValues<TState>())
        {
            foreach (var to in Enum.GetValues<TState>())
            {
                data.Add(from, to, moves[from].Contains(to));
            }
        }

        return data;
    }

    /// <summary>The states to pass through, from the initial one (left out) to <paramref name="target"/>, by legal moves only.</summary>
    public static IReadOnlyList<TState> WayTo<TState>(string[] matrix, TState initial, TState target)
        where TState : struct, Enum
    {
        var moves = Moves<TState>(matrix);
        var ways = new Dictionary<TState, TState[]> { [initial] = [] };
        var queue = new Queue<TState>([initial]);
        while (queue.TryDequeue(out var at))
        {
            foreach (var next in moves[at].Where(next => ways.TryAdd(next, [.. ways[at], next])))
            {
                queue.Enqueue(next);
            }
        }

        return ways[target];
    }

    private static Dictionary<TState, HashSet<TState>> Moves<TState>(string[] matrix)
        where TState : struct, Enum =>
        matrix.Select(row => row.Split("->")).ToDictionary(
            sides => Enum.Parse<TState>(sides[0].Trim()),
            sides => sides[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<TState>).ToHashSet());
}
