using System.Globalization;
using System.Text;
using System.Text.Json;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Export;

/// <summary>A JSON document of an import: what is absent or of another type reads as absent.</summary>
/// <param name="Values">Its values.</param>
internal sealed record ImportDocument(IReadOnlyDictionary<string, object?> Values)
{
    private const int MaxText = 4 * 1024 * 1024;
    private static readonly DateTimeOffset Earliest = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A document without values.</summary>
    public static ImportDocument Empty { get; } = new(new Dictionary<string, object?>(StringComparer.Ordinal));

    /// <summary>Our own part of it.</summary>
    public ImportDocument Ours => Child("signalbox");

    /// <summary>Reads a file of the source; null without a fault when there is none.</summary>
    public static async Task<(ImportDocument? Document, string? Fault)> ReadAsync(ImportSource source, string name, CancellationToken cancellationToken)
    {
        var (text, fault) = await ReadTextAsync(source, name, cancellationToken);
        if (text is null)
        {
            return (null, fault);
        }

        try
        {
            return PlainValue.FromJson(text) is IReadOnlyDictionary<string, object?> values
                ? (new ImportDocument(values), null)
                : (null, $"{name} is not a JSON object");
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return (null, $"{name} cannot be read as JSON: {broken.Message}"); // InvalidOperation: half a surrogate pair
        }
    }

    /// <summary>Reads a text of the source; null without a fault when there is none.</summary>
    public static async Task<(string? Text, string? Fault)> ReadTextAsync(ImportSource source, string name, CancellationToken cancellationToken)
    {
        var (file, fault, isMissing) = source.Open(name, ImportSource.MaxDocument);
        if (file is null)
        {
            return (null, isMissing ? null : fault);
        }

        using var reader = new StreamReader(file, Encoding.UTF8);
        return (await reader.ReadToEndAsync(cancellationToken), null);
    }

    public ImportDocument Child(string name) => Values.GetValueOrDefault(name) is IReadOnlyDictionary<string, object?> values ? new ImportDocument(values) : Empty;

    /// <summary>A text that says something; null otherwise.</summary>
    public string? Text(string name) => Values.GetValueOrDefault(name) is string { Length: > 0 and <= MaxText } text ? text : null;

    public long? Number(string name) => Values.GetValueOrDefault(name) as long?;

    public bool? Flag(string name) => Values.GetValueOrDefault(name) as bool?;

    public decimal? Money(string name) => Values.GetValueOrDefault(name) switch
    {
        long whole => whole,
        double number and >= 0 and < 1e12 => (decimal)number,
        _ => null,
    };

    /// <summary>A time that can be one of a run.</summary>
    public DateTimeOffset? Time(string name, DateTimeOffset latest) =>
        DateTimeOffset.TryParse(Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) && time >= Earliest && time <= latest
            ? time
            : null;

    public IReadOnlyList<string> Texts(string name) => Values.GetValueOrDefault(name) is IEnumerable<object?> list ? [.. list.OfType<string>()] : [];
}
