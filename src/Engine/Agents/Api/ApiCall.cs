using System.Text.Json;
using System.Text.Json.Serialization;

namespace Signalbox.Engine.Agents.Api;

/// <summary>What the server tells the process that calls the API: all but the prompt, which comes on standard input, and the key.</summary>
internal sealed record ApiCall
{
    /// <summary>Variable that holds this record as JSON.</summary>
    public const string Variable = "SIGNALBOX_API_CALL";

    /// <summary>Variable that holds the key.</summary>
    public const string KeyVariable = "SIGNALBOX_API_KEY";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public required ApiKind Kind { get; init; }

    public required Uri BaseUrl { get; init; }

    public required string Model { get; init; }

    /// <summary>Name of the session when a new one begins.</summary>
    public required string NewSession { get; init; }

    /// <summary>Folder of the attempt; those of the attempts before it are beside it.</summary>
    public required string Directory { get; init; }

    /// <summary>Session to go on with; null: a new one.</summary>
    public string? Session { get; init; }

    public int? MaxTokens { get; init; }

    public double? Temperature { get; init; }

    public string? Effort { get; init; }

    public string? System { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static ApiCall? FromJson(string? text) => text is null ? null : JsonSerializer.Deserialize<ApiCall>(text, Json);
}
