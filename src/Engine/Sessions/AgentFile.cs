using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Signalbox.Engine.Sessions;

/// <summary>
/// <c>agents/{role}.af</c> in spec 4's shape (1.2): JSON in which the engine keeps who, where, status and tools, and everybody else the memory. Names that are
/// not known stay where they are.
/// </summary>
public sealed class AgentFile
{
    /// <summary>Characters of an <c>.af</c> file.</summary>
    public const int MaxCharacters = 512 * 1024;

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions Read = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    private static readonly (string Parent, string Name)[] Lists =
    [
        ("memory.short_term", "recent_files"), ("memory.short_term", "recent_decisions"), ("memory.long_term", "project_patterns"),
        ("memory.long_term", "learned_preferences"), ("tools", "allowed"), ("tools", "mcp_servers"),
    ];

    private readonly JsonObject _root;

    private AgentFile(JsonObject root) => _root = root;

    /// <summary>What the work belongs to; null where the file does not say.</summary>
    public string? Feature => _root["context"] is JsonObject context && context["feature"] is JsonValue value && value.TryGetValue<string>(out var feature) ? feature : null;

    /// <summary>What it remembers.</summary>
    public AgentMemory Memory
    {
        get => new()
        {
            CurrentTask = At("memory.short_term")?["current_task"] is JsonValue task && task.TryGetValue(out string? text) ? text : null,
            RecentFiles = List("memory.short_term", "recent_files"),
            RecentDecisions = List("memory.short_term", "recent_decisions"),
            ProjectPatterns = List("memory.long_term", "project_patterns"),
            LearnedPreferences = List("memory.long_term", "learned_preferences"),
        };
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Put("memory.short_term", "current_task", value.CurrentTask);
            Put("memory.short_term", "recent_files", value.RecentFiles);
            Put("memory.short_term", "recent_decisions", value.RecentDecisions);
            Put("memory.long_term", "project_patterns", value.ProjectPatterns);
            Put("memory.long_term", "learned_preferences", value.LearnedPreferences);
        }
    }

    /// <summary>A file that remembers nothing yet.</summary>
    public static AgentFile Create(AgentFileContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var file = new AgentFile(new JsonObject
        {
            ["version"] = "1.0",
            ["agent"] = new JsonObject { ["id"] = context.AgentId, ["role"] = context.Role, ["created"] = ProgressDocument.Time(context.Created) },
            ["memory"] = new JsonObject { ["short_term"] = new JsonObject(), ["long_term"] = new JsonObject() },
        });
        file.Memory = new AgentMemory();
        file.Update(context);
        return file;
    }

    /// <summary>Reads an <c>.af</c> file.</summary>
    public static AgentFileParse Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxCharacters)
        {
            return new AgentFileParse(null, $"it has {text.Length} characters, and at most {MaxCharacters} are read");
        }

        try
        {
            if (JsonNode.Parse(text, documentOptions: Read) is not JsonObject root)
            {
                return new AgentFileParse(null, "it is no JSON object");
            }

            var file = new AgentFile(root);
            return file.Check() is { } fault ? new AgentFileParse(null, fault) : new AgentFileParse(file, null);
        }
        catch (JsonException exception)
        {
            return new AgentFileParse(null, $"it is no JSON: {exception.Message}");
        }
    }

    /// <summary>The file's text.</summary>
    public string Render() => _root.ToJsonString(Written) + "\n";

    /// <summary>Says what the engine knows; the memory stays.</summary>
    public void Update(AgentFileContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Put("agent", "id", context.AgentId);
        Put("agent", "role", context.Role);
        Put("context", "feature", context.Feature);
        Put("context", "workspace", $".ai/project/features/{context.Feature}");
        Put("context", "worktree", context.Worktree);
        Put("state", "status", SessionWords.Of(context.Status));
        Made("state")["iteration_count"] = context.IterationCount;
        Made("state")["max_iterations"] = context.MaxIterations;
        Put("tools", "allowed", context.ToolsAllowed);
        Put("tools", "mcp_servers", context.McpServers);
    }

    private string? Check()
    {
        foreach (var (parent, name) in ((string, string)[])[("", "version"), ("agent", "id"), ("agent", "role"), ("state", "status")])
        {
            if ((parent.Length == 0 ? _root : At(parent))?[name] is not JsonValue value || !value.TryGetValue(out string? text) || text.Length == 0)
            {
                return $"{(parent.Length == 0 ? "" : parent + ".")}{name} is not a text";
            }
        }

        if (((string[])["memory", "memory.short_term", "memory.long_term", "context", "tools"]).FirstOrDefault(IsNoObject) is { } wrong)
        {
            return $"{wrong} is not an object";
        }

        if (Lists.FirstOrDefault(l => !IsList(l.Parent, l.Name)) is { Parent: { } where, Name: { } list })
        {
            return $"{where}.{list} is not a list of texts";
        }

        foreach (var name in (string[])["iteration_count", "max_iterations"])
        {
            if (At("state")![name] is { } number && !(number is JsonValue value && value.TryGetValue(out int count) && count >= 0))
            {
                return $"state.{name} is not a whole number from 0";
            }
        }

        var status = At("state")!["status"]!.GetValue<string>();
        return SessionWords.IsStatus(status) ? null : $"state.status is '{status}', and one of {string.Join(", ", SessionWords.Statuses)} is needed";
    }

    private bool IsNoObject(string path)
    {
        JsonNode? node = _root;
        foreach (var name in path.Split('.'))
        {
            node = (node as JsonObject)?[name];
        }

        return node is not (null or JsonObject);
    }

    private bool IsList(string parent, string name) =>
        At(parent)?[name] is not { } node || (node is JsonArray items && items.All(i => i is JsonValue value && value.TryGetValue(out string? _)));

    private JsonObject? At(string path)
    {
        var node = _root;
        foreach (var name in path.Split('.'))
        {
            node = node?[name] as JsonObject;
        }

        return node;
    }

    private JsonObject Made(string path)
    {
        var node = _root;
        foreach (var name in path.Split('.'))
        {
            if (node[name] is not JsonObject next)
            {
                node[name] = next = [];
            }

            node = next;
        }

        return node;
    }

    private List<string> List(string parent, string name) => At(parent)?[name] is JsonArray items ? [.. items.Select(i => i!.GetValue<string>())] : [];

    // What says the same already is left as it is.
    private void Put(string parent, string name, string? value)
    {
        if (At(parent)?[name] is not JsonValue there || !there.TryGetValue(out string? text) || !string.Equals(text, value, StringComparison.Ordinal))
        {
            Made(parent)[name] = value;
        }
    }

    private void Put(string parent, string name, IReadOnlyList<string> values)
    {
        if (At(parent)?[name] is not JsonArray || !List(parent, name).SequenceEqual(values, StringComparer.Ordinal))
        {
            Made(parent)[name] = new JsonArray([.. values.Select(v => (JsonNode?)JsonValue.Create(v))]);
        }
    }
}
