using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Api;
using Signalbox.Engine.Agents.Commands;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Secrets;

namespace Signalbox.Dashboard.Hosting;

/// <summary>
/// Reads the section <c>Agents</c>, with every fault of it at once.
/// <list type="bullet">
/// <item><c>Agents:Prices:N</c>: <c>Model</c> (one that ends with <c>*</c> stands for all that begin so), <c>InputUsd</c>, <c>OutputUsd</c>, <c>CacheReadUsd</c>,
/// <c>CacheWriteUsd</c>: US dollars for a million tokens. Default none: a cost that an agent does not say is unknown.</item>
/// <item><c>Agents:Api:ID</c>: <c>Kind</c> (<c>anthropic</c> or <c>openai</c>), <c>BaseUrl</c>, <c>ApiKey</c> (<c>env:NAME</c> or <c>file:/absolute/path</c>), <c>Name</c>,
/// <c>Model</c>, <c>MaxTokens</c>. The ids <c>anthropic</c> and <c>openai</c> have defaults for all but the model.</item>
/// <item><c>Agents:Commands:ID</c>: <c>Command:N</c>, <c>Resume:N</c>, <c>Name</c>, <c>Capabilities:N</c>, <c>Output</c> (<c>text</c> or <c>jsonl</c>), <c>Fields:NAME</c>,
/// <c>TellsVersion</c>, <c>InstallHint</c>; see <see cref="CommandAgentSettings"/>.</item>
/// <item><c>Agents:Workers:ID</c>: a worker that is expected, which shows as Offline until it comes: <c>Name</c>, <c>Provider</c>, <c>Model</c>, <c>Capabilities:N</c>,
/// <c>Role</c> (default <c>worker</c>), <c>Capacity</c> (steps at once, 1 to 1000, default 1), <c>Config:NAME</c>.</item>
/// <item><c>Agents:McpServers:NAME</c>: an MCP server that steps may name: <c>Command:N</c> and <c>Env:NAME</c>, or <c>Url</c>, <c>Transport</c> (<c>http</c>, the default, or
/// <c>sse</c>) and <c>Headers:NAME</c>; <c>Secrets:N</c>, names of configured secrets; see <see cref="McpServer"/>. Default none.</item>
/// <item><c>Agents:Providers:N</c>: providers that may be named beyond those that this version knows. Default none.</item>
/// <item><c>Agents:AllowedModels:N</c>: models that may be named though their provider is not known to have them. Default none.</item>
/// </list>
/// </summary>
internal static class AgentOptions
{
    private static readonly string[] FieldNames =
        ["Text", "Thinking", "Answer", "Session", "Model", "Error", "Tool", "File", "InputTokens", "OutputTokens", "CacheReadTokens", "CostUsd"];

    /// <summary>The agents, what is allowed of those that register, and every fault.</summary>
    public static (AgentSettings Settings, AgentRulesOptions Rules, IReadOnlyList<string> Faults) Read(IConfiguration configuration)
    {
        var section = new OptionSection(configuration.GetSection("Agents"), []);
        section.AllowOnly("Prices", "Api", "Commands", "McpServers", "Workers", "Providers", "AllowedModels");
        var settings = new AgentSettings
        {
            Prices = [.. section.Children("Prices").Select(ReadPrice).OfType<AgentPrice>()],
            Api = [.. section.Children("Api").Select(ReadApi).OfType<ApiAgentSettings>()],
            Commands = [.. section.Children("Commands").Select(ReadCommand)],
            McpServers = [.. section.Children("McpServers").Select(ReadMcpServer)],
        };
        var rules = new AgentRulesOptions
        {
            Agents = [.. section.Children("Workers").Select(ReadWorker)],
            Providers = section.List("Providers"),
            AllowedModels = section.List("AllowedModels"),
        };
        return (settings, rules, [.. section.Faults, .. settings.FindFaults(), .. FindFaults(rules, settings)]);
    }

    private static AgentPrice? ReadPrice(OptionSection section)
    {
        section.AllowOnly("Model", "InputUsd", "OutputUsd", "CacheReadUsd", "CacheWriteUsd");
        var (input, output) = (section.Amount("InputUsd"), section.Amount("OutputUsd"));
        if (section.Text("Model") is not { } model || input is null || output is null)
        {
            section.Fault(null, "Model, InputUsd and OutputUsd are needed");
            return null;
        }

        return new AgentPrice(model, input.Value, output.Value, section.Amount("CacheReadUsd"), section.Amount("CacheWriteUsd"));
    }

    private static ApiAgentSettings? ReadApi(OptionSection section)
    {
        section.AllowOnly("Kind", "BaseUrl", "ApiKey", "Name", "Model", "MaxTokens");
        var known = Array.Find((ApiAgentSettings[])[ApiAgentSettings.Anthropic, ApiAgentSettings.OpenAI], agent => string.Equals(agent.Id, section.Name, StringComparison.Ordinal));
        var kind = section.Word("Kind", "anthropic", "openai") switch
        {
            "anthropic" => ApiKind.Anthropic,
            "openai" => ApiKind.OpenAI,
            _ => known?.Kind,
        };
        var address = section.Text("BaseUrl");
        if (kind is null || (address is null && known is null))
        {
            section.Fault(null, "Kind and BaseUrl are needed");
            return null;
        }

        if (!Uri.TryCreate(address ?? known!.BaseUrl.AbsoluteUri, UriKind.Absolute, out var baseUrl))
        {
            section.Fault("BaseUrl", "allowed is an address such as https://api.example.com/v1");
            return null;
        }

        return new ApiAgentSettings
        {
            Id = section.Name,
            Kind = kind.Value,
            BaseUrl = baseUrl,
            ApiKey = section.Text("ApiKey") is { } key ? ReadKey(section, key) : known?.ApiKey,
            Name = section.Text("Name") ?? known?.Name,
            Model = section.Text("Model"),
            MaxTokens = section.Whole("MaxTokens"),
        };
    }

    private static SecretReference? ReadKey(OptionSection section, string text)
    {
        var reference = SecretReference.Parse("KEY_OF_" + section.Name.ToUpperInvariant().Replace('-', '_'), text, out var fault);
        if (fault is not null)
        {
            section.Fault("ApiKey", fault[(fault.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
        }

        return reference;
    }

    private static CommandAgentSettings ReadCommand(OptionSection section)
    {
        section.AllowOnly("Command", "Resume", "Name", "Capabilities", "Output", "Fields", "TellsVersion", "InstallHint");
        var fields = section.Child("Fields");
        fields.AllowOnly(FieldNames);
        var (resume, capabilities) = (section.List("Resume"), section.List("Capabilities"));
        return new CommandAgentSettings
        {
            Id = section.Name,
            Command = section.List("Command"),
            Resume = resume.Count == 0 ? null : resume,
            Name = section.Text("Name"),
            Capabilities = capabilities.Count == 0 ? ["implement"] : capabilities,
            Output = section.Word("Output", "text", "jsonl") is "jsonl" ? CommandOutput.JsonLines : CommandOutput.Text,
            TellsVersion = section.Flag("TellsVersion"),
            InstallHint = section.Text("InstallHint"),
            Fields = new CommandFields
            {
                Text = fields.Text("Text"),
                Thinking = fields.Text("Thinking"),
                Answer = fields.Text("Answer"),
                Session = fields.Text("Session"),
                Model = fields.Text("Model"),
                Error = fields.Text("Error"),
                Tool = fields.Text("Tool"),
                File = fields.Text("File"),
                InputTokens = fields.Text("InputTokens"),
                OutputTokens = fields.Text("OutputTokens"),
                CacheReadTokens = fields.Text("CacheReadTokens"),
                CostUsd = fields.Text("CostUsd"),
            },
        };
    }

    private static McpServer ReadMcpServer(OptionSection section)
    {
        section.AllowOnly("Command", "Env", "Url", "Transport", "Headers", "Secrets");
        Uri? url = null;
        if (section.Text("Url") is { } address && !Uri.TryCreate(address, UriKind.Absolute, out url))
        {
            section.Fault("Url", "allowed is an address such as https://mcp.example.com/mcp");
        }

        return new McpServer
        {
            Id = section.Name,
            Command = section.List("Command"),
            Env = section.Child("Env").Values(),
            Url = url,
            IsSse = section.Word("Transport", "http", "sse") is "sse",
            Headers = section.Child("Headers").Values(),
            Secrets = section.List("Secrets"),
        };
    }

    private static AgentRegistration ReadWorker(OptionSection section)
    {
        section.AllowOnly("Name", "Provider", "Model", "Capabilities", "Role", "Capacity", "Config");
        var capabilities = section.List("Capabilities");
        return new AgentRegistration
        {
            Id = section.Name,
            Name = section.Text("Name"),
            Kind = AgentKind.Worker,
            Provider = section.Text("Provider"),
            Model = section.Text("Model"),
            Capabilities = capabilities.Count == 0 ? null : capabilities,
            Role = section.Text("Role"),
            Capacity = section.Whole("Capacity"),
            Config = section.Child("Config").Values(),
        };
    }

    private static IEnumerable<string> FindFaults(AgentRulesOptions options, AgentSettings settings)
    {
        var rules = new AgentRules(options, Environment.GetEnvironmentVariable);
        foreach (var worker in options.Agents)
        {
            if (settings.Takes(worker.Id!))
            {
                yield return $"Agents:Workers:{worker.Id}: there is another agent '{worker.Id}'; choose another id";
            }

            // A credential that is not there yet is the agent's fault, not the server's: it is shown there.
            foreach (var fault in rules.Check(AgentRegistry.Preview(worker)).Where(f => !f.Field.StartsWith("config", StringComparison.Ordinal)))
            {
                yield return $"Agents:Workers:{worker.Id}: {fault.Message}";
            }
        }
    }
}
