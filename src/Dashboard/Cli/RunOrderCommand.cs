using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary>A verb that orders a run to do something, and says how it stands then.</summary>
internal abstract class RunOrderCommand : ClientCommand
{
    private readonly Argument<string> _run = new("RUN") { Description = "Id, unique prefix of one, or key" };
    private readonly Option<bool> _wait = new("--wait") { Description = "Wait until the run ends or pauses" };
    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Print steps and logs until the run ends or pauses" };
    private readonly bool _works;

    /// <param name="context">The world.</param>
    /// <param name="name">The verb.</param>
    /// <param name="description">What it does.</param>
    /// <param name="works">The run goes on with it: somebody has to see to that.</param>
    protected RunOrderCommand(CliContext context, string name, string description, bool works)
        : base(context, name, description)
    {
        _works = works;
        Arguments.Add(_run);
        if (works)
        {
            Options.Add(_wait);
            Options.Add(_follow);
        }
    }

    /// <summary>Last part of the address.</summary>
    protected virtual string Path => Name;

    /// <summary>What is sent; null: nothing.</summary>
    protected virtual object? Body(ParseResult parse) => null;

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var run = await server.Api.PostAsync<RunModel>($"{CliPaths.Run(parse.GetValue(_run)!)}/{Path}", Body(parse), cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(run);
        }
        else
        {
            await Context.Output.WriteLineAsync(CliText.Standing(run));
        }

        var follow = _works && parse.GetValue(_follow);
        if (!_works || (!follow && !parse.GetValue(_wait) && !server.IsTemporary))
        {
            return ExitCodes.Done;
        }

        if (server.IsTemporary && !follow && !parse.GetValue(_wait))
        {
            await Context.Error.WriteLineAsync("No server is running: this command does its work and waits until the run ends or pauses.");
        }

        var view = new RunFollower(Context, server, IsJson(parse) ? Context.Error : Context.Output) { UntilRest = true };
        return await view.FollowAsync(run, logs: follow, cancellationToken);
    }
}
