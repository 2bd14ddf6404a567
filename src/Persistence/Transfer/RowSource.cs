using System.Text.Json;
using Signalbox.Engine.Files;
using Signalbox.Engine.Transfer;

namespace Signalbox.Persistence.Transfer;

/// <summary>The rows of one table of an export, as they are stored; what is wrong with a line is said with its number.</summary>
internal sealed class RowSource : IAsyncDisposable
{
    private readonly FileStream _file;
    private readonly HashedLines _lines;
    private readonly TransferTable _table;
    private readonly DataTable? _model;
    private readonly IReadOnlyList<bool> _isNeeded;
    private readonly Dictionary<string, int> _places;

    private RowSource(FileStream file, TransferTable table, DataTable? model, TargetTable target)
    {
        var needed = target.Needed.ToHashSet(StringComparer.Ordinal);
        (_file, _lines, _table, _model) = (file, new HashedLines(file), table, model);
        _isNeeded = [.. table.Columns.Select(c => needed.Contains(c.Name))];
        _places = table.Columns.Index().ToDictionary(c => c.Item.Name, c => c.Index, StringComparer.Ordinal);
    }

    /// <summary>Number of the line read last.</summary>
    public int Line => _lines.Number;

    /// <summary>Opens the file of a table.</summary>
    /// <param name="source">The export's folder.</param>
    /// <param name="table">The table as the manifest has it.</param>
    /// <param name="model">The same as this version has it; null where it has another.</param>
    /// <param name="target">The same as the database has it.</param>
    public static (RowSource? Rows, string? Fault) Open(string source, TransferTable table, DataTable? model, TargetTable target)
    {
        var (file, fault, isMissing) = UntrustedFile.Open(source, TransferLayout.Table(table.Name), long.MaxValue, UntrustedLinks.Refused);
        return file is null ? (null, isMissing ? "is missing" : fault) : (new RowSource(file, table, model, target), null);
    }

    /// <summary>The next row, its values in the order of the columns, or what is wrong with its line; neither after the last.</summary>
    public async Task<(object?[]? Row, string? Fault)> ReadAsync(CancellationToken cancellationToken)
    {
        if (await _lines.ReadAsync(cancellationToken) is not { } line)
        {
            return (null, null);
        }

        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind == JsonValueKind.Object ? Values(json.RootElement) : (null, "is no JSON object");
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return (null, $"cannot be read as JSON: {broken.Message}"); // InvalidOperation: a name that is no text
        }
    }

    /// <summary>The sum of the file, once all of it was read.</summary>
    public string Sum() => _lines.Sum();

    public async ValueTask DisposeAsync()
    {
        _lines.Dispose();
        await _file.DisposeAsync();
    }

    private (object?[]? Row, string? Fault) Values(JsonElement row)
    {
        var values = new object?[_table.Columns.Count];
        foreach (var member in row.EnumerateObject())
        {
            if (!_places.TryGetValue(member.Name, out var at))
            {
                return (null, $"'{member.Name}' is no column of {_table.Name}");
            }

            var (value, fault) = DataValue.Read(_table.Columns[at].Kind, member.Value);
            fault ??= value is null ? null : _model?.Find(member.Name)?.FaultOf(value);
            if (fault is not null)
            {
                return (null, $"{member.Name}: {fault}");
            }

            values[at] = value;
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is null && _isNeeded[i])
            {
                return (null, $"{_table.Columns[i].Name}: has no value");
            }
        }

        return (values, null);
    }
}
