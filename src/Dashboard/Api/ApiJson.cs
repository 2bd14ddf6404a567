using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Signalbox.Dashboard.Api;

/// <summary>How JSON reads and is written everywhere: camelCase, enums as their words, unknown is null.</summary>
internal static class ApiJson
{
    /// <summary>The same options for the server, the hub and the command line.</summary>
    public static JsonSerializerOptions Options { get; } = Create(indented: false);

    /// <summary>For people who read JSON.</summary>
    public static JsonSerializerOptions Indented { get; } = Create(indented: true);

    /// <summary>Sets the options on ones that a framework made.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = true;
        options.MaxDepth = 32;

        // Text stays readable: it is sent as JSON, with nosniff, never inside a page. Control characters are escaped all the same.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter());
    }

    private static JsonSerializerOptions Create(bool indented)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = indented };
        Configure(options);
        return options;
    }
}
