using Microsoft.Extensions.Configuration;
using Signalbox.Dashboard.Hosting;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Api;
using Signalbox.Engine.Agents.Commands;
using Signalbox.Engine.Coordination;

namespace Signalbox.Unit.Dashboard.Hosting;

public sealed class AgentOptionsTests
{
    [Fact]
    public void Read_Nothing_IsTheDefault()
    {
        var (settings, rules, faults) = Read();

        Assert.Empty(faults);
        Assert.Empty(settings.Prices);
        Assert.Empty(settings.Commands);
        Assert.Empty(rules.Agents);
        Assert.Equal(["anthropic", "openai"], settings.AllApi.Select(agent => agent.Id));
    }

    [Fact]
    [Trait("Spec2", "Configuration: `agents: Dict[str, AgentConfig]` - Agent configurations")]
    [Trait("Spec2", "Data Flow: Configuration Loading: Configuration to Agent Registry")]
    public void Read_Everything_IsRead()
    {
        var (settings, rules, faults) = Read(
            ("Prices:0:Model", "gpt-*"), ("Prices:0:InputUsd", "1.25"), ("Prices:0:OutputUsd", "10"), ("Prices:0:CacheReadUsd", "0.125"),
            ("Api:local:Kind", "openai"), ("Api:local:BaseUrl", "http://127.0.0.1:11434/v1"), ("Api:local:Model", "llama"),
            ("Api:anthropic:Model", "model-a"), ("Api:anthropic:ApiKey", "file:/run/secrets/anthropic"), ("Api:anthropic:MaxTokens", "4096"),
            ("Commands:mine:Command:0", "mine"), ("Commands:mine:Command:1", "--json"), ("Commands:mine:Output", "jsonl"), ("Commands:mine:Fields:Text", "message"),
            ("Commands:mine:Capabilities:0", "review"), ("Commands:mine:TellsVersion", "true"),
            ("Workers:reviewer:Name", "Rita"), ("Workers:reviewer:Capabilities:0", "code_review"), ("Workers:reviewer:Role", "reviewer"), ("Workers:reviewer:Capacity", "3"),
            ("Workers:reviewer:Provider", "house"), ("Workers:reviewer:Model", "house-model"), ("Workers:reviewer:Config:api_key", "env:HOUSE_KEY"),
            ("Providers:0", "house"), ("AllowedModels:0", "house-model"));

        Assert.Empty(faults);
        Assert.Equal(new AgentPrice("gpt-*", 1.25m, 10m, 0.125m), Assert.Single(settings.Prices));
        Assert.Equal(["anthropic", "openai", "local"], settings.AllApi.Select(agent => agent.Id));
        var anthropic = settings.AllApi[0];
        Assert.Equal((ApiKind.Anthropic, "https://api.anthropic.com/", "model-a", 4096, true, "/run/secrets/anthropic"), (anthropic.Kind, anthropic.BaseUrl.AbsoluteUri, anthropic.Model, anthropic.MaxTokens, anthropic.ApiKey!.IsFile, anthropic.ApiKey.Source));
        var local = settings.AllApi[2];
        Assert.Equal((ApiKind.OpenAI, "llama", null), (local.Kind, local.Model, local.ApiKey));
        var command = Assert.Single(settings.Commands);
        Assert.Equal(["mine", "--json"], command.Command);
        Assert.Equal(["review"], command.Capabilities);
        Assert.Equal((CommandOutput.JsonLines, "message", true), (command.Output, command.Fields.Text, command.TellsVersion));
        var worker = Assert.Single(rules.Agents);
        Assert.Equal(
            ("reviewer", "Rita", AgentKind.Worker, "house", "house-model", "reviewer", 3, "env:HOUSE_KEY"),
            (worker.Id, worker.Name, worker.Kind, worker.Provider, worker.Model, worker.Role, worker.Capacity, worker.Config!["api_key"]));
        Assert.Equal(["code_review"], worker.Capabilities);
        Assert.Equal(["house", "house-model"], rules.Providers.Concat(rules.AllowedModels));
    }

    [Fact]
    public void Read_McpServers_AreRead()
    {
        var (settings, _, faults) = Read(
            ("McpServers:github:Command:0", "mcp-github"), ("McpServers:github:Command:1", "--stdio"), ("McpServers:github:Env:LOG", "debug"), ("McpServers:github:Secrets:0", "GITHUB_TOKEN"),
            ("McpServers:tickets:Url", "https://mcp.example.com/sse"), ("McpServers:tickets:Transport", "sse"), ("McpServers:tickets:Headers:Authorization", "Bearer ${TICKETS}"),
            ("McpServers:tickets:Secrets:0", "TICKETS"));

        Assert.Empty(faults);
        var (github, tickets) = (settings.McpServers[0], settings.McpServers[1]);
        Assert.Equal(("github", "mcp-github --stdio", "debug", "GITHUB_TOKEN"), (github.Id, string.Join(' ', github.Command), github.Env["LOG"], Assert.Single(github.Secrets)));
        Assert.Equal(("tickets", "https://mcp.example.com/sse", true, "Bearer ${TICKETS}"), (tickets.Id, tickets.Url!.AbsoluteUri, tickets.IsSse, tickets.Headers["Authorization"]));
    }

    [Theory]
    [InlineData("Command or Url", "Args", "x", "Agents:McpServers:m:Args: is not an option; there are Command, Env, Url, Transport, Headers, Secrets", "Agents:McpServers:m:Command (program and arguments) or Url is needed, one of the two")]
    [InlineData("its address", "Url", "nowhere", "Agents:McpServers:m:Url: allowed is an address such as https://mcp.example.com/mcp", "Agents:McpServers:m:Command (program and arguments) or Url is needed, one of the two")]
    [InlineData("a file as address", "Url", "file:///x", "Agents:McpServers:m:Url: allowed is an address such as https://mcp.example.com/mcp")]
    [InlineData("a key in the address", "Url", "https://x.example/mcp?api_key=abc", "Agents:McpServers:m:Url: a credential does not belong into the address; send it as a header, such as Headers:Authorization=Bearer ${NAME} with NAME among Secrets")]
    public void Read_McpServerWithOneKeyWrong_SaysSo(string what, string key, string value, params string[] expected)
    {
        Assert.NotEmpty(what);
        Assert.Equal(expected, Read(($"McpServers:m:{key}", value)).Faults);
    }

    [Fact]
    public void Read_McpServerWithSecretsInTheOpen_NeverQuotesThem()
    {
        var (_, _, faults) = Read(
            ("McpServers:m:Command:0", "mcp"), ("McpServers:m:Env:API_KEY", "sw0rdfish"), ("McpServers:m:Env:A", "${OTHER}"), ("McpServers:m:Secrets:0", "lower"),
            ("McpServers:n:Url", "http://127.0.0.1:1/mcp"), ("McpServers:n:Headers:Authorization", "Bearer sw0rdfish"), ("McpServers:n:Env:A", "b"));

        Assert.Equal(
            [
                "Agents:McpServers:m:Secrets: 'lower' is no name of a secret: capital letters, digits and underscores, with a letter first",
                "Agents:McpServers:m:Env:A: 'OTHER' is not among the Secrets of the server",
                "Agents:McpServers:m:Env:API_KEY: the value itself does not belong here; name a configured secret under Secrets, and write ${NAME}",
                "Agents:McpServers:n:Env is for a server with a Command",
                "Agents:McpServers:n:Headers:Authorization: the value itself does not belong here; name a configured secret under Secrets, and write ${NAME}",
            ],
            faults);
    }

    [Fact]
    [Trait("Spec2", "Configuration: All nested configs must be valid according to their schemas")]
    public void Read_EverythingWrong_IsToldAtOnce()
    {
        var (_, _, faults) = Read(
            ("Colour", "red"),
            ("Prices:0:Model", "x"), ("Prices:0:InputUsd", "cheap"),
            ("Api:claude:Kind", "openai"), ("Api:claude:BaseUrl", "http://127.0.0.1/"),
            ("Api:far:Kind", "openai"), ("Api:far:BaseUrl", "http://169.254.169.254/v1"), ("Api:far:ApiKey", "sk-plain-value-1"), ("Api:far:MaxTokens", "0"),
            ("Api:nowhere:Kind", "azure"),
            ("Commands:openai:Command:0", "x"),
            ("Commands:Mine:Command:0", "x"),
            ("Commands:bare:Fields:Txt", "a"),
            ("Workers:bare:Role", "Chief"), ("Workers:bare:Capacity", "many"), ("Workers:people:Colour", "red"));

        Assert.Equal(
            [
                "Agents:Colour: is not an option; there are Prices, Api, Commands, McpServers, Workers, Providers, AllowedModels",
                "Agents:Prices:0:InputUsd: found 'cheap', allowed is an amount such as 1.25",
                "Agents:Prices:0: Model, InputUsd and OutputUsd are needed",
                "Agents:Api:far:ApiKey: found something else, allowed is env:NAME for a variable of the environment or file:/absolute/path (the value itself does not belong into the configuration)",
                "Agents:Api:nowhere:Kind: found 'azure', allowed is anthropic or openai",
                "Agents:Api:nowhere: Kind and BaseUrl are needed",
                "Agents:Commands:bare:Fields:Txt: is not an option; there are Text, Thinking, Answer, Session, Model, Error, Tool, File, InputTokens, OutputTokens, CacheReadTokens, CostUsd",
                "Agents:Workers:bare:Capacity: found 'many', allowed is a whole number",
                "Agents:Workers:people:Colour: is not an option; there are Name, Provider, Model, Capabilities, Role, Capacity, Config",
                "Agents:Api:claude: 'claude' is an agent of Signalbox itself; choose another id",
                "Agents:Commands:Mine: the id of an agent is made of small letters, digits, '_' and '-', with a letter first",
                "Agents:Commands:openai: 'openai' is an agent of Signalbox itself; choose another id",
                "Agents:Api:far:BaseUrl: 169.254.169.254 is link-local or tells a machine's own credentials: it is never called",
                "Agents:Api:far:MaxTokens: found 0, allowed is a whole number from 1 to 1000000",
                "Agents:Commands:bare:Command: the program is missing",
                "Agents:Workers:bare: there is another agent 'bare'; choose another id",
                "Agents:Workers:bare: capabilities: nothing was given, allowed is 1 to 64 capabilities, such as code_review.",
                "Agents:Workers:bare: role: found 'Chief', allowed is worker, coordinator, or another word: a lower-case letter, then lower-case letters, digits, - and _; at most 64 characters.",
                "Agents:Workers:people: id: found 'people', allowed is a lower-case letter, then lower-case letters, digits, - and _; at most 64 characters, and none of the words worker, people and everyone.",
                "Agents:Workers:people: capabilities: nothing was given, allowed is 1 to 64 capabilities, such as code_review.",
            ],
            faults);
    }

    private static (AgentSettings Settings, AgentRulesOptions Rules, IReadOnlyList<string> Faults) Read(params (string Key, string Value)[] values) =>
        AgentOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create<string, string?>("Agents:" + v.Key, v.Value))).Build());
}
