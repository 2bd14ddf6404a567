using System.CommandLine;
using System.Text.Json;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox workflow run W</c>: starts a run; its key is the first line.</summary>
internal sealed class WorkflowRunCommand : StartingCommand
{
    private readonly Argument<string> _workflow = new("WORKFLOW") { Description = "Name, or repository/name" };
    private readonly Option<string[]> _input = new("--input", "-i") { Description = "An input; may be repeated", HelpName = "NAME=VALUE" };
    private readonly Option<string?> _inputs = new("--inputs") { Description = "A JSON file with inputs; --input stands above it", HelpName = "FILE" };
    private readonly Option<string?> _repository = new("--repository") { Description = "Repository to work on: name, id or path", HelpName = "R" };
    private readonly Option<string?> _key = new("--key") { Description = "Key of the run; default: the next of the workflow", HelpName = "KEY" };
    private readonly Option<string?> _prompt = new("--prompt") { Description = "What you want, in your own words", HelpName = "TEXT" };
    private readonly Option<string[]> _env = new("--env") { Description = "An environment variable of every step; may be repeated", HelpName = "NAME=VALUE" };
    private readonly Option<int?> _priority = new("--priority") { Description = "Runs with more begin first; -100 to 100, default 0", HelpName = "N" };

    private readonly Option<string?> _agent = new("--agent") { Description = "Agent of every agent's step, instead of the workflow's", HelpName = "A" };
    private readonly Option<string?> _model = new("--model") { Description = "Model of every agent's step, instead of the workflow's", HelpName = "M" };
    private readonly Option<decimal?> _maxCost = new("--max-cost") { Description = "Known cost at which the run stops, instead of the workflow's limit", HelpName = "USD" };
    private readonly Option<int?> _maxMinutes = new("--max-minutes") { Description = "Minutes after which the run stops, instead of the workflow's limit", HelpName = "N" };

    public WorkflowRunCommand(CliContext context)
        : base(context, "run", "Starts a run of a workflow")
    {
        Arguments.Add(_workflow);
        foreach (var option in new Option[] { _input, _inputs, _repository, _key, _prompt, _env, _priority, _agent, _model, _maxCost, _maxMinutes })
        {
            Options.Add(option);
        }
    }

    protected override async Task<RunModel> StartAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken) => await server.Api.StartAsync<RunModel>(
        "runs",
        new StartRunBody
        {
            Workflow = parse.GetValue(_workflow),
            Inputs = await InputsAsync(parse, cancellationToken),
            InputTexts = parse.GetValue(_input),
            EnvTexts = parse.GetValue(_env),
            Repository = RepositoryOf(parse),
            Key = parse.GetValue(_key),
            Prompt = parse.GetValue(_prompt),
            Priority = parse.GetValue(_priority),
            Agent = parse.GetValue(_agent),
            Model = parse.GetValue(_model),
            MaxCostUsd = parse.GetValue(_maxCost),
            MaxDurationMinutes = parse.GetValue(_maxMinutes),
        },
        cancellationToken);

    // A path means the same here as on the server, which does not know this working directory.
    private string? RepositoryOf(ParseResult parse) => parse.GetValue(_repository) is { } text && (text.StartsWith('.') || Path.IsPathRooted(text))
        ? Path.GetFullPath(text, Context.WorkingDirectory)
        : parse.GetValue(_repository);

    private async Task<IReadOnlyDictionary<string, JsonElement>?> InputsAsync(ParseResult parse, CancellationToken cancellationToken) =>
        parse.GetValue(_inputs) is { } file ? await ReadInputsAsync(Path.GetFullPath(file, Context.WorkingDirectory), file, cancellationToken) : null;

    private static async Task<Dictionary<string, JsonElement>> ReadInputsAsync(string path, string shown, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(path);
            return await JsonSerializer.DeserializeAsync<Dictionary<string, JsonElement>>(stream, ApiJson.Options, cancellationToken) ?? [];
        }
        catch (JsonException e)
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, $"{shown}:{(e.LineNumber ?? 0) + 1}: this is not a JSON object of inputs such as {{\"name\": \"value\"}}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, $"--inputs {shown} cannot be read ({e.Message.TrimEnd('.')})");
        }
    }
}
