using System.CommandLine;
using System.Text.Json;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox workflow run W</c>: starts a run; its key is the first line.</summary>
internal sealed class WorkflowRunCommand : ClientCommand
{
    private readonly Argument<string> _workflow = new("WORKFLOW") { Description = "Name, or repository/name" };
    private readonly Option<string[]> _input = new("--input", "-i") { Description = "An input; may be repeated", HelpName = "NAME=VALUE" };
    private readonly Option<string?> _inputs = new("--inputs") { Description = "A JSON file with inputs; --input stands above it", HelpName = "FILE" };
    private readonly Option<string?> _repository = new("--repository") { Description = "Repository to work on: name, id or path", HelpName = "R" };
    private readonly Option<string?> _key = new("--key") { Description = "Key of the run; default: the next of the workflow", HelpName = "KEY" };
    private readonly Option<string?> _prompt = new("--prompt") { Description = "What you want, in your own words", HelpName = "TEXT" };
    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Print steps and logs until the run ends" };
    private readonly Option<bool> _wait = new("--wait") { Description = "Wait until the run ends" };

    public WorkflowRunCommand(CliContext context)
        : base(context, "run", "Starts a run of a workflow")
    {
        Arguments.Add(_workflow);
        foreach (var option in new Option[] { _input, _inputs, _repository, _key, _prompt, _follow, _wait })
        {
            Options.Add(option);
        }
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var body = new StartRunBody
        {
            Workflow = parse.GetValue(_workflow),
            Inputs = await InputsAsync(parse, cancellationToken),
            InputTexts = parse.GetValue(_input),
            Repository = RepositoryOf(parse),
            Key = parse.GetValue(_key),
            Prompt = parse.GetValue(_prompt),
        };
        var run = await server.Api.PostAsync<RunModel>("runs", body, cancellationToken);
        var json = IsJson(parse);
        await Context.Output.WriteLineAsync(json ? CliText.Json(new { run.Id, run.Key, run.Url }, indented: false) : run.Key);
        await Context.Output.FlushAsync(CancellationToken.None);
        var follow = parse.GetValue(_follow);
        if (!follow && !parse.GetValue(_wait))
        {
            if (!server.IsTemporary)
            {
                return ExitCodes.Done;
            }

            // Another command's server ends with that command: this one sees to it that the run is not left alone.
            await Context.Error.WriteLineAsync("No server is running: this command does its work and waits for the end of the run.");
        }

        // With --json, standard output stays one object a line; what a person follows goes beside it.
        var view = new RunFollower(Context, server, json ? Context.Error : Context.Output);
        return await view.FollowAsync(run, logs: follow, cancellationToken);
    }

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
