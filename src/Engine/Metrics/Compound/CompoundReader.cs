using System.Globalization;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Metrics.Compound;

/// <summary>Reads <c>compound.yaml</c>. Keys that are not known are left alone: whoever writes the file back keeps them (<see cref="CompoundWriter"/>).</summary>
public sealed class CompoundReader
{
    private readonly DiagnosticBag _bag;

    private CompoundReader(DiagnosticBag bag) => _bag = bag;

    /// <summary>Reads it; every fault is named with its line.</summary>
    /// <param name="text">The file.</param>
    /// <param name="file">What it is called in diagnostics.</param>
    public static CompoundParse Parse(string text, string file)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bag = new DiagnosticBag(file, new SourceText(text));
        var root = Root(bag);
        var document = root is null ? null : new CompoundReader(bag).Read(root);
        return new CompoundParse(bag.HasErrors ? null : document, bag.ToOrderedList());
    }

    /// <summary>The document's mapping; null when there is none, and then the bag says why.</summary>
    internal static MappingNode? Root(DiagnosticBag bag)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(bag.Source.Text) > YamlText.MaxBytes)
        {
            bag.Error(0, DiagnosticCodes.TooLarge, "The file is larger than 1 MiB.");
            return null;
        }

        if (string.IsNullOrWhiteSpace(bag.Source.Text))
        {
            bag.Error(0, DiagnosticCodes.Empty, "The file is empty; it has at least 'version' and 'metrics'.");
            return null;
        }

        var root = YamlComposer.Compose(bag);
        if (root is not null and not MappingNode)
        {
            bag.Error(root.Start, DiagnosticCodes.WrongType, "The file is no mapping; it has at least 'version' and 'metrics'.");
        }

        return root as MappingNode;
    }

    private CompoundDocument Read(MappingNode root)
    {
        var version = root.Find("version")?.Value is ScalarNode { Text: { Length: > 0 } text } ? text : null;
        if (version is null)
        {
            _bag.Error(root.Start, DiagnosticCodes.MissingKey, "'version' is missing; it is \"1.0\".");
        }
        else if (!version.StartsWith("1.", StringComparison.Ordinal) && !string.Equals(version, "1", StringComparison.Ordinal))
        {
            _bag.Error(root.Find("version")!.Value.Start, DiagnosticCodes.NotAllowed, $"'version' is '{version}'; only 1.x can be read.");
        }

        var period = Mapping(root, "period");
        var (start, end) = (Date(period, "start"), Date(period, "end"));
        if (start > end)
        {
            _bag.Error(period!.Find("end")!.Value.Start, DiagnosticCodes.OutOfRange, "'end' of the period lies before its 'start'.");
        }

        if (root.Find("metrics") is null)
        {
            _bag.Error(root.Start, DiagnosticCodes.MissingKey, "'metrics' is missing: a mapping from names to baseline, current, target, unit and trend.");
        }

        return new CompoundDocument
        {
            Version = version ?? "1.0",
            Start = start,
            End = end,
            Metrics = [.. (Mapping(root, "metrics")?.Entries ?? []).Select(Metric).OfType<CompoundMetric>()],
            History = History(root),
        };
    }

    private CompoundMetric? Metric(MappingEntry entry)
    {
        if (entry.Value is not MappingNode metric)
        {
            _bag.Error(entry.Value.Start, DiagnosticCodes.WrongType, $"Metric '{entry.Key.Text}' is no mapping; it has baseline, current, target, unit and trend.");
            return null;
        }

        return new CompoundMetric(
            entry.Key.Text, Text(metric, "description"), Number(metric, "baseline"), Number(metric, "current"), Number(metric, "target"), Text(metric, "unit"), Text(metric, "trend"));
    }

    private List<CompoundRow> History(MappingNode root)
    {
        List<CompoundRow> rows = [];
        if (root.Find("history")?.Value is not { } history || history is ScalarNode { Kind: ScalarKind.Null })
        {
            return rows;
        }

        if (history is not SequenceNode list)
        {
            _bag.Error(history.Start, DiagnosticCodes.WrongType, "'history' is no list; each of its items has a 'date' and values.");
            return rows;
        }

        foreach (var item in list.Items)
        {
            if (item is not MappingNode row)
            {
                _bag.Error(item.Start, DiagnosticCodes.WrongType, "An item of 'history' is no mapping; it has a 'date' and values.");
            }
            else if (row.Find("date") is null)
            {
                _bag.Error(row.Start, DiagnosticCodes.MissingKey, "'date' is missing, such as \"2026-01-07\".");
            }
            else if (Date(row, "date") is { } date)
            {
                rows.Add(new CompoundRow(date, Values(row), IsComputed(row)));
            }
        }

        return rows;
    }

    /// <summary>A row of a file that has no fault; null for one without a date.</summary>
    internal static CompoundRow? RowOf(MappingNode row)
    {
        var reader = new CompoundReader(new DiagnosticBag("compound.yaml", new SourceText("")));
        return reader.Date(row, "date") is { } date ? new CompoundRow(date, reader.Values(row), IsComputed(row)) : null;
    }

    private Dictionary<string, decimal> Values(MappingNode row)
    {
        var values = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var name in row.Entries.Where(e => e.Key.Text is not ("date" or "signalbox")).Select(e => e.Key.Text))
        {
            if (Number(row, name) is { } value)
            {
                values[name] = value;
            }
        }

        return values;
    }

    internal static bool IsComputed(MappingNode row) =>
        row.Find("signalbox")?.Value is MappingNode own && own.Find("source")?.Value is ScalarNode { Text: "computed" };

    private MappingNode? Mapping(MappingNode of, string key)
    {
        var value = of.Find(key)?.Value;
        if (value is not null and not MappingNode and not ScalarNode { Kind: ScalarKind.Null })
        {
            _bag.Error(value.Start, DiagnosticCodes.WrongType, $"'{key}' is no mapping.");
        }

        return value as MappingNode;
    }

    private string? Text(MappingNode of, string key)
    {
        var value = of.Find(key)?.Value;
        if (value is not null and not ScalarNode)
        {
            _bag.Error(value.Start, DiagnosticCodes.WrongType, $"'{key}' is no text.");
        }

        return value is ScalarNode { Kind: not ScalarKind.Null } scalar ? scalar.Text : null;
    }

    private decimal? Number(MappingNode of, string key)
    {
        var value = of.Find(key)?.Value;
        if (value is null or ScalarNode { Kind: ScalarKind.Null })
        {
            return null;
        }

        if (value is ScalarNode { Value: long or double } number && decimal.TryParse(number.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var read))
        {
            return read;
        }

        _bag.Error(value.Start, DiagnosticCodes.WrongType, $"'{key}' is no number{(value is ScalarNode { Text: var text } ? $": '{text}'" : "")}.");
        return null;
    }

    private DateOnly? Date(MappingNode? of, string key)
    {
        var value = of?.Find(key)?.Value;
        if (value is null or ScalarNode { Kind: ScalarKind.Null })
        {
            return null;
        }

        if (value is ScalarNode scalar && DateOnly.TryParseExact(scalar.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        _bag.Error(value.Start, DiagnosticCodes.WrongType, $"'{key}' is no date such as \"2026-01-07\".");
        return null;
    }
}
