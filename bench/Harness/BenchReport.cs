using System.Text.Json;
using System.Text.Json.Serialization;

namespace Signalbox.Bench.Harness;

/// <summary>One run of the benchmarks, as it is kept in JSON.</summary>
internal sealed record BenchReport
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public required DateTimeOffset Time { get; init; }

    /// <summary>True: a short run; its numbers are for nobody's document.</summary>
    public required bool Quick { get; init; }

    /// <summary>What the numbers depend on: processors, versions, commit.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Seconds that each row took, by its number.</summary>
    public required IReadOnlyDictionary<string, double> Seconds { get; init; }

    /// <summary>Titles of the rows, by number.</summary>
    public required IReadOnlyDictionary<string, string> Titles { get; init; }

    public required IReadOnlyList<Measure> Measures { get; init; }

    public static async Task<BenchReport> ReadAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        return await JsonSerializer.DeserializeAsync<BenchReport>(stream, Json, cancellationToken) ?? throw new InvalidDataException($"{file} holds no report");
    }

    public async Task WriteAsync(string file, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await using var stream = File.Create(file);
        await JsonSerializer.SerializeAsync(stream, this, Json, cancellationToken);
    }
}
