namespace Signalbox.Engine.Workflows.Import.Output;

/// <summary>
/// A mapping to be written. Values are texts, booleans, whole numbers, nulls, lists, other maps, and nodes of the imported file, which keep
/// the kind they had.
/// </summary>
internal sealed class OutputMap
{
    private readonly List<KeyValuePair<string, object?>> entries = [];

    /// <summary>Written on one line, as in <c>{name: plan, type: file}</c>, when its values allow it.</summary>
    public bool IsFlow { get; init; }

    public IReadOnlyList<KeyValuePair<string, object?>> Entries => entries;

    public object? this[string key] => entries.Find(e => string.Equals(e.Key, key, StringComparison.Ordinal)).Value;

    public bool Has(string key) => entries.Exists(e => string.Equals(e.Key, key, StringComparison.Ordinal));

    /// <summary>Adds or replaces; null and an empty list say nothing and are left out.</summary>
    public OutputMap Set(string key, object? value)
    {
        if (value is null or IReadOnlyCollection<object> { Count: 0 } or OutputMap { Entries.Count: 0 })
        {
            return this;
        }

        Remove(key);
        entries.Add(KeyValuePair.Create(key, value)!);
        return this;
    }

    /// <summary>The map under a key, made when there is none.</summary>
    public OutputMap Child(string key)
    {
        if (this[key] is OutputMap found)
        {
            return found;
        }

        var child = new OutputMap();
        Remove(key);
        entries.Add(KeyValuePair.Create(key, (object?)child));
        return child;
    }

    public void Remove(string key) => entries.RemoveAll(e => string.Equals(e.Key, key, StringComparison.Ordinal));

    /// <summary>Puts the keys into the order of a table; others keep their order behind them.</summary>
    public void Sort(IReadOnlyList<string> order)
    {
        var sorted = entries.OrderBy(e => order.TakeWhile(o => !string.Equals(o, e.Key, StringComparison.Ordinal)).Count()).ToList();
        entries.Clear();
        entries.AddRange(sorted);
    }
}
