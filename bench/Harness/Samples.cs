using System.Collections.Concurrent;

namespace Signalbox.Bench.Harness;

/// <summary>Numbers of one kind, taken one after another or at once.</summary>
internal sealed class Samples
{
    private readonly ConcurrentBag<double> _values = [];

    public int Count => _values.Count;

    public double Median => Percentile(0.5);

    public double P99 => Percentile(0.99);

    public double Largest => _values.Max();

    /// <summary>The one added last.</summary>
    public double Last { get; private set; }

    public double Smallest => _values.Min();

    /// <summary>The usual details beside a p99.</summary>
    public IReadOnlyDictionary<string, double> Details => new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["p50"] = Median,
        ["p99"] = P99,
        ["largest"] = Largest,
    };

    public void Add(double value)
    {
        _values.Add(value);
        Last = value;
    }

    /// <summary>The smallest value that at least this share of all values does not pass (nearest rank): a value that really occurred.</summary>
    public double Percentile(double share)
    {
        var sorted = _values.Order().ToList();
        return sorted.Count == 0
            ? throw new InvalidOperationException("there are no samples")
            : sorted[Math.Max((int)Math.Ceiling(share * sorted.Count) - 1, 0)];
    }
}
