using System.Text.Json;
using System.Text.Json.Nodes;

namespace Signalbox.Engine.Agents.Cli;

/// <summary>The tools of one attempt: what the step allows, narrowed by what the agent's own options allow.</summary>
internal sealed class CliTools
{
    /// <summary>File of the attempt's folder that describes its MCP servers.</summary>
    public const string McpFile = "mcp.json";

    private readonly AgentRequest _request;

    /// <param name="agent">Id of the agent, for messages.</param>
    /// <param name="request">The request.</param>
    /// <param name="option">Name of the agent's own option that lists tools.</param>
    /// <param name="own">What that option says; empty: nothing.</param>
    /// <exception cref="CliOptionException">Nothing is left to use.</exception>
    public CliTools(string agent, AgentRequest request, string option, IReadOnlyList<string> own)
    {
        _request = request;
        if (request.Tools?.Allowed is not { } allowed)
        {
            Allowed = own;
            return;
        }

        IsLimited = true;
        Allowed = own.Count == 0 ? allowed : [.. allowed.Where(tool => own.Any(o => Covers(o, tool))).Union(own.Where(tool => allowed.Any(a => Covers(a, tool))), StringComparer.Ordinal)];
        if (Allowed.Count == 0)
        {
            throw new CliOptionException($"agent {agent}: the step allows {PlainText.OneLine(string.Join(", ", allowed), 200)} and its option '{option}' {PlainText.OneLine(string.Join(", ", own), 200)}, so that no tool is left: let them have one in common");
        }
    }

    /// <summary>Whether nothing but <see cref="Allowed"/> may be used.</summary>
    public bool IsLimited { get; }

    /// <summary>What may be used without asking.</summary>
    public IReadOnlyList<string> Allowed { get; }

    /// <summary>The MCP servers of the step.</summary>
    public IReadOnlyList<McpServer> Servers => _request.Tools?.McpServers ?? [];

    /// <summary>Where <see cref="McpFile"/> is.</summary>
    public string McpPath => Path.Combine(_request.Directory, McpFile);

    /// <summary>A text with commas, those in parentheses left alone, as its parts.</summary>
    public static IReadOnlyList<string> Split(string? text)
    {
        List<string> parts = [];
        var (begin, depth) = (0, 0);
        for (var i = 0; i <= text?.Length; i++)
        {
            var c = i == text.Length ? ',' : text[i];
            depth += c switch { '(' => 1, ')' when depth > 0 => -1, _ => 0 };
            if (i == text.Length || (c == ',' && depth == 0))
            {
                parts.Add(text[begin..i].Trim());
                begin = i + 1;
            }
        }

        return [.. parts.Where(p => p.Length > 0)];
    }

    /// <summary>Refuses options that would let the agent do more than the step allows.</summary>
    public void Refuse(string agent, string option, string? value)
    {
        if (IsLimited && value is not null)
        {
            throw new CliOptionException($"agent {agent}: option '{option}' ({value}) would allow more than the step's 'tools.allowed': leave one of the two out");
        }
    }

    /// <summary>The files that a program needs for the servers, which it is told about by an option.</summary>
    /// <param name="describe">One server, as the program reads it.</param>
    public IReadOnlyDictionary<string, string> Files(Func<McpServer, JsonObject> describe)
    {
        Dictionary<string, string> files = new(StringComparer.Ordinal);
        if (Servers.Count > 0)
        {
            var servers = new JsonObject(Servers.Select(s => KeyValuePair.Create(s.Id, (JsonNode?)describe(s))));
            files[McpFile] = new JsonObject { ["mcpServers"] = servers }.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
        }

        return files;
    }

    /// <summary>A server as most programs read it.</summary>
    /// <param name="server">The server.</param>
    /// <param name="local">What the program calls a server that is a program.</param>
    public static JsonObject Describe(McpServer server, string local)
    {
        if (server.Url is { } url)
        {
            return new JsonObject
            {
                ["type"] = server.IsSse ? "sse" : "http",
                ["url"] = url.AbsoluteUri,
                ["headers"] = Texts(server.Headers),
            };
        }

        var environment = server.Secrets.ToDictionary(name => name, name => $"${{{name}}}", StringComparer.Ordinal);
        foreach (var (name, value) in server.Env)
        {
            environment[name] = value;
        }

        return new JsonObject
        {
            ["type"] = local,
            ["command"] = server.Command[0],
            ["args"] = new JsonArray([.. server.Command.Skip(1).Select(a => (JsonNode?)a)]),
            ["env"] = Texts(environment),
        };
    }

    private static JsonObject Texts(IReadOnlyDictionary<string, string> values) => new(values.Select(v => KeyValuePair.Create(v.Key, (JsonNode?)v.Value)));

    // A bare name stands for all that the tool may do.
    private static bool Covers(string rule, string tool) =>
        string.Equals(rule, tool, StringComparison.Ordinal)
        || (!rule.Contains('(', StringComparison.Ordinal) && tool.StartsWith(rule, StringComparison.Ordinal) && tool[rule.Length..] is ['(', ..])
        || (rule.StartsWith("mcp__", StringComparison.Ordinal) && tool.StartsWith(rule + "__", StringComparison.Ordinal));
}
