using System.Globalization;
using System.Text;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Metrics.Compound;

/// <summary>
/// Writes <c>compound.yaml</c> in spec 4's shape. A file that was read is changed where it says something else, and only there: comments, order, and keys that
/// are not known stay as they were.
/// </summary>
public static class CompoundWriter
{
    /// <summary>A file of its own.</summary>
    public static string Write(CompoundDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var text = new StringBuilder($"version: {Quoted(document.Version)}\n");
        if (document.Start is { } start && document.End is { } end)
        {
            text.Append(CultureInfo.InvariantCulture, $"period:\n  start: {Quoted(Date(start))}\n  end: {Quoted(Date(end))}\n");
        }

        text.Append("\nmetrics:");
        text.Append(document.Metrics.Count == 0 ? " {}\n" : "\n");
        text.AppendJoin('\n', document.Metrics.Select(m => MetricLines(m, "  ")));
        text.Append("\nhistory:");
        text.Append(document.History.Count == 0 ? " []\n" : "\n");
        text.AppendJoin('\n', document.History.Select(r => RowLines(r, "  ")));
        return text.ToString();
    }

    /// <summary>
    /// A file that was read, with what is known now: what <paramref name="document"/> has no value for stays, rows that were computed before are computed anew, and those that the file does not have are added.
    /// </summary>
    /// <param name="text">A file that <see cref="CompoundReader"/> reads.</param>
    /// <param name="document">What is known now.</param>
    /// <exception cref="ArgumentException">The text is no such file.</exception>
    public static string Update(string text, CompoundDocument document)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(document);
        var bag = new DiagnosticBag("compound.yaml", new SourceText(text));
        if (CompoundReader.Parse(text, bag.File).Document is not { } stands || CompoundReader.Root(bag) is not { } root)
        {
            throw new ArgumentException("not a compound.yaml that can be read", nameof(text));
        }

        var merged = Write(Merged(stands, document));
        var edited = new CompoundEdit(text, root).Apply(stands, document);

        // An edit is only as good as what is read back from it.
        return edited is not null && CompoundReader.Parse(edited, bag.File).Document is { } read && string.Equals(Write(read), merged, StringComparison.Ordinal) ? edited : merged;
    }

    internal static string MetricLines(CompoundMetric metric, string indent)
    {
        var text = new StringBuilder($"{indent}{Name(metric.Name)}:\n");
        var fields = Fields(metric).Where(f => f.Value is not null).ToList();
        if (fields.Count == 0)
        {
            return $"{indent}{Name(metric.Name)}: {{}}\n";
        }

        foreach (var (name, value) in fields)
        {
            text.Append(CultureInfo.InvariantCulture, $"{indent}  {name}: {value}\n");
        }

        return text.ToString();
    }

    internal static string RowLines(CompoundRow row, string indent)
    {
        var text = new StringBuilder($"{indent}- date: {Quoted(Date(row.Date))}\n");
        foreach (var (name, value) in row.Values)
        {
            text.Append(CultureInfo.InvariantCulture, $"{indent}  {Name(name)}: {Number(value)}\n");
        }

        if (row.IsComputed)
        {
            text.Append(CultureInfo.InvariantCulture, $"{indent}  signalbox:\n{indent}    source: computed\n");
        }

        return text.ToString();
    }

    /// <summary>The keys of a metric, each with its value as YAML; null where there is none.</summary>
    internal static IReadOnlyList<(string Name, string? Value)> Fields(CompoundMetric metric) =>
    [
        ("description", metric.Description is { } description ? Quoted(description) : null),
        ("baseline", metric.Baseline is { } baseline ? Number(baseline) : null),
        ("current", metric.Current is { } current ? Number(current) : null),
        ("target", metric.Target is { } target ? Number(target) : null),
        ("unit", metric.Unit is { } unit ? Quoted(unit) : null),
        ("trend", metric.Trend is { } trend ? Quoted(trend) : null),
    ];

    internal static string Quoted(string text) => $"\"{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings("\\n")}\"";

    internal static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static string Number(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Name(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') && char.IsAsciiLetter(name[0]) ? name : Quoted(name);

    private static CompoundDocument Merged(CompoundDocument stands, CompoundDocument known) => known with
    {
        Version = stands.Version,
        Start = known.Start ?? stands.Start,
        End = known.End ?? stands.End,
        Metrics =
        [
            .. stands.Metrics.Select(m => known.Metrics.FirstOrDefault(k => string.Equals(k.Name, m.Name, StringComparison.Ordinal)) is { } now ? Merged(m, now) : m),
            .. known.Metrics.Where(k => stands.Metrics.All(m => !string.Equals(k.Name, m.Name, StringComparison.Ordinal))),
        ],
        History = [.. stands.History.Select(r => Recomputed(r, known) is { } now ? Merged(r, now) : r), .. New(stands, known)],
    };

    /// <summary>What is computed now in the place of a row that was computed before; null when there is nothing, or the row is somebody else's.</summary>
    internal static CompoundRow? Recomputed(CompoundRow stands, CompoundDocument known) =>
        stands.IsComputed ? known.History.FirstOrDefault(k => k.IsComputed && k.Date == stands.Date) : null;

    private static CompoundRow Merged(CompoundRow stands, CompoundRow known) => stands with
    {
        Values = stands.Values.Select(v => KeyValuePair.Create(v.Key, known.Values.TryGetValue(v.Key, out var now) ? now : v.Value))
            .Concat(known.Values.Where(v => !stands.Values.ContainsKey(v.Key)))
            .ToDictionary(StringComparer.Ordinal),
    };

    /// <summary>The rows that a file does not have yet.</summary>
    internal static IEnumerable<CompoundRow> New(CompoundDocument stands, CompoundDocument known) =>
        known.History.Where(k => stands.History.All(r => r.Date != k.Date || r.IsComputed != k.IsComputed));

    private static CompoundMetric Merged(CompoundMetric stands, CompoundMetric known) => new(
        stands.Name,
        stands.Description ?? known.Description,
        known.Baseline ?? stands.Baseline,
        known.Current ?? stands.Current,
        known.Target ?? stands.Target,
        stands.Unit ?? known.Unit,
        known.Trend ?? stands.Trend);
}
