using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Signalbox.Dashboard.Components.Shared;
using Signalbox.Engine.Agents;

namespace Signalbox.Dashboard.Components.Conversations;

/// <summary>What a person reads of an entry before it is opened, and how its JSON is laid out.</summary>
public static class ConversationWords
{
    private const int MaxBrief = 140;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // What says best what a call is about, in the words of the agents; the first that is there is taken.
    private static readonly string[] Telling = ["command", "cmd", "file_path", "path", "pattern", "query", "url", "description", "prompt"];

    /// <summary>A path as people say it: without the folder of the workspace.</summary>
    public static string Relative(string path, string? root)
    {
        ArgumentNullException.ThrowIfNull(path);
        return root is { Length: > 1 } folder && path.StartsWith(folder, StringComparison.Ordinal) && path.Length > folder.Length + 1 && path[folder.Length] == '/' ? path[(folder.Length + 1)..] : path;
    }

    /// <summary>One line that says what a tool was given.</summary>
    /// <param name="input">What it was given, as JSON.</param>
    /// <param name="root">Folder of the workspace, without which paths in it are said; null: whole.</param>
    public static string Brief(string input, string? root = null)
    {
        if (Read(input) is not JsonObject values)
        {
            return FirstLine(input);
        }

        var told = Telling.Select(name => values[name]).FirstOrDefault(value => value is not null) ?? values.FirstOrDefault().Value;
        return told switch
        {
            null => "",
            JsonArray words => Short(string.Join(' ', words.Select(word => word?.ToString()))),
            _ => Short(told.ToString()),
        };

        string Short(string text) => FirstLine(root is { Length: > 1 } ? text.Replace(root + "/", "", StringComparison.Ordinal) : text);
    }

    /// <summary>JSON with a value a line; another text, and JSON that was cut, as it is.</summary>
    public static string Pretty(string text) => Read(text) is JsonObject or JsonArray ? Read(text)!.ToJsonString(Indented) : text;

    /// <summary>The first line that says something, cut to a length that fits a row.</summary>
    public static string FirstLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = text.AsSpan().TrimStart();
        var end = line.IndexOfAny('\r', '\n');
        line = (end < 0 ? line : line[..end]).TrimEnd();
        if (line.Length <= MaxBrief)
        {
            return line.ToString();
        }

        // Never through the middle of a character
        return string.Concat(line[..(char.IsHighSurrogate(line[MaxBrief - 1]) ? MaxBrief - 1 : MaxBrief)], "…");
    }

    /// <summary>Lines that a diff adds and takes away.</summary>
    public static (int Added, int Removed) Count(string diff)
    {
        var (added, removed) = (0, 0);
        foreach (var line in diff.AsSpan().EnumerateLines())
        {
            added += line.StartsWith("+") ? 1 : 0;
            removed += line.StartsWith("-") ? 1 : 0;
        }

        return (added, removed);
    }

    /// <summary>What was used, as far as it is known: unknown is left out, never shown as nothing.</summary>
    public static string Usage(AgentUsage usage)
    {
        ArgumentNullException.ThrowIfNull(usage);
        string?[] parts =
        [
            Count(usage.InputTokens, "tokens in"),
            Count(usage.OutputTokens, "tokens out"),
            Count(usage.CacheReadTokens, "from the cache"),
            Count(usage.CacheCreationTokens, "into the cache"),
            Count(usage.PremiumRequests, "premium requests"),
            Count(usage.Turns, "turns"),
            usage.CostUsd is { } cost ? (usage.CostEstimated ? "≈ " : "") + MoneyText.Usd(cost) : null,
        ];
        return string.Join(" · ", parts.OfType<string>());
    }

    // Whole where it is whole, and never rounded: premium requests have parts.
    private static string? Count(decimal? number, string what) => number is { } known ? $"{known.ToString("#,0.############", CultureInfo.InvariantCulture)} {what}" : null;

    private static JsonNode? Read(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
