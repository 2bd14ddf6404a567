using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary>A verb that begins a run: its key is the first line, then what <c>--follow</c> and <c>--wait</c> ask for.</summary>
internal abstract class StartingCommand : ClientCommand
{
    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Print steps and logs until the run ends" };
    private readonly Option<bool> _wait = new("--wait") { Description = "Wait until the run ends" };

    protected StartingCommand(CliContext context, string name, string description)
        : base(context, name, description)
    {
        Options.Add(_follow);
        Options.Add(_wait);
    }

    /// <summary>Begins it.</summary>
    protected abstract Task<RunModel> StartAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken);

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var run = await StartAsync(parse, server, cancellationToken);
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
}
