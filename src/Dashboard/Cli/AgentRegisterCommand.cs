using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox agent register</c>.</summary>
internal sealed class AgentRegisterCommand : ClientCommand
{
    private readonly Argument<string?> _id = new("ID") { Description = "Id; without one: ag_ and 12 characters", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _name = new("--name") { Description = "Name for people", HelpName = "TEXT" };
    private readonly Option<string?> _kind = new("--kind") { Description = "worker (default), shell, cli, api or command", HelpName = "K" };
    private readonly Option<string?> _provider = new("--provider") { Description = "Whose it is, such as anthropic; external when left out", HelpName = "P" };
    private readonly Option<string?> _model = new("--model") { Description = "Model", HelpName = "M" };
    private readonly Option<string[]> _capabilities = new("--capability") { Description = "What it can do; may be given several times", HelpName = "C" };
    private readonly Option<string?> _role = new("--role") { Description = "What it is for: worker (default), coordinator, or another word", HelpName = "R" };
    private readonly Option<int?> _capacity = new("--capacity") { Description = "Steps at once", HelpName = "N" };
    private readonly Option<string[]> _config = new("--config") { Description = "key=value; secrets as env:NAME or file:/path only", HelpName = "K=V" };

    public AgentRegisterCommand(CliContext context)
        : base(context, "register", "Makes an agent known")
    {
        Arguments.Add(_id);
        foreach (var option in (Option[])[_name, _kind, _provider, _model, _capabilities, _role, _capacity, _config])
        {
            Options.Add(option);
        }
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var config = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in parse.GetValue(_config) ?? [])
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new SignalboxFaultException(ExitCodes.BadUsage, $"--config {pair}: write it as key=value");
            }

            config[pair[..equals]] = pair[(equals + 1)..];
        }

        var agent = await server.Api.PostAsync<AgentModel>(
            "agents",
            new AgentBody
            {
                Id = parse.GetValue(_id),
                Name = parse.GetValue(_name),
                Kind = parse.GetValue(_kind),
                Provider = parse.GetValue(_provider),
                Model = parse.GetValue(_model),
                Capabilities = parse.GetValue(_capabilities) ?? [],
                Role = parse.GetValue(_role),
                Capacity = parse.GetValue(_capacity),
                Config = config.Count == 0 ? null : config,
            },
            cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(agent);
        }
        else
        {
            await Context.Output.WriteLineAsync($"{agent.Id} is registered.");
        }

        return ExitCodes.Done;
    }
}
