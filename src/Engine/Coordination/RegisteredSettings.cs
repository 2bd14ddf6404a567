using System.Globalization;
using System.Text.Json;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Api;
using Signalbox.Engine.Agents.Commands;
using Signalbox.Engine.Secrets;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Coordination;

/// <summary>
/// Reads from the <c>config</c> of a registered agent what it takes to run it: <c>base_url</c>, <c>api_key</c> and <c>max_tokens</c> of a model behind an
/// API, <c>command</c> of a program.
/// </summary>
internal static class RegisteredSettings
{
    private const string CommandForm = """program and arguments as JSON, such as ["my-agent", "--model", "{model}"]; without {prompt} or {prompt_file} the prompt goes in on standard input""";

    /// <summary>Kinds that somebody can register: the others are found on the machine.</summary>
    public static InputFault? OfKind(AgentKind kind) => kind switch
    {
        AgentKind.Worker or AgentKind.Api or AgentKind.Command => null,
        AgentKind.Cli => Refused("cli", "a coding agent's command line is found on the PATH by itself; another program is of the kind command"),
        AgentKind.Shell => Refused("shell", "the shell is there already, as the agent shell"),
    };

    /// <summary>A model behind an API.</summary>
    public static (ApiAgentSettings? Settings, IReadOnlyList<InputFault> Faults) Api(RegisteredAgent agent)
    {
        List<InputFault> faults = [];
        var url = BaseUrl(agent, faults);
        var tokens = MaxTokens(agent, faults);
        if (url is null)
        {
            return (null, faults);
        }

        var settings = new ApiAgentSettings
        {
            Id = agent.Id,
            Name = agent.Name,
            Kind = agent.Provider is "anthropic" ? ApiKind.Anthropic : ApiKind.OpenAI,
            BaseUrl = url,
            ApiKey = agent.Config.GetValueOrDefault("api_key") is { } key ? SecretReference.Parse("REGISTERED", key, out _) : null,
            Model = agent.Model,
            MaxTokens = tokens,
        };
        faults.AddRange(settings.FindFaults().Select(fault => Of(fault, "BaseUrl", "config.base_url", "an address such as https://api.example.com/v1")));
        return (settings, faults);
    }

    /// <summary>A program of this machine, whose text is the answer.</summary>
    public static (CommandAgentSettings? Settings, IReadOnlyList<InputFault> Faults) Command(RegisteredAgent agent)
    {
        if (Words(agent.Config.GetValueOrDefault("command")) is not { } command)
        {
            // What was given may hold a secret that somebody put on the command line: it is not repeated.
            return (null, [new InputFault("config.command", null, CommandForm, $"config.command: allowed is {CommandForm}.")]);
        }

        var settings = new CommandAgentSettings { Id = agent.Id, Name = agent.Name, Model = agent.Model, Capabilities = agent.Capabilities, Command = command };
        return (settings, [.. settings.FindFaults().Select(fault => Of(fault, "Command", "config.command", CommandForm))]);
    }

    private static InputFault Refused(string kind, string why) => new("kind", kind, "worker, api, command", $"kind: found '{kind}', allowed is worker, api, command: {why}.");

    private static InputFault Of(string fault, string key, string field, string allowed)
    {
        var words = fault.StartsWith(key + ": ", StringComparison.Ordinal) ? fault[(key.Length + 2)..] : fault;
        return new InputFault(field, null, allowed, $"{field}: {words.TrimEnd('.')}.");
    }

    private static Uri? BaseUrl(RegisteredAgent agent, List<InputFault> faults)
    {
        var text = agent.Config.GetValueOrDefault("base_url");
        if (string.IsNullOrWhiteSpace(text))
        {
            var known = agent.Provider switch
            {
                "anthropic" => ApiAgentSettings.Anthropic.BaseUrl,
                "openai" => ApiAgentSettings.OpenAI.BaseUrl,
                _ => null,
            };
            if (known is null)
            {
                faults.Add(new InputFault("config.base_url", null, "the address of an OpenAI-compatible API", $"config.base_url: nothing was given; an API of {agent.Provider} is called at an address such as http://127.0.0.1:11434/v1."));
            }

            return known;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            return url;
        }

        faults.Add(new InputFault("config.base_url", text, "an address such as https://api.example.com/v1", $"config.base_url: found '{text}', allowed is an address such as https://api.example.com/v1."));
        return null;
    }

    private static int? MaxTokens(RegisteredAgent agent, List<InputFault> faults)
    {
        if (agent.Config.GetValueOrDefault("max_tokens") is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 1_000_000)
        {
            return number;
        }

        faults.Add(new InputFault("config.max_tokens", text, "a whole number from 1 to 1000000", $"config.max_tokens: found '{text}', allowed is a whole number from 1 to 1000000."));
        return null;
    }

    private static string[]? Words(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize<string[]>(json) is { Length: > 0 } words && Array.TrueForAll(words, word => word is not null) ? words : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
