using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox workspace remove W</c>: refuses to lose work and says what; with <c>--force</c> it says what and loses that, and nothing else.</summary>
internal sealed class WorkspaceRemoveCommand : ClientCommand
{
    private readonly Argument<string> _workspace = new("WORKSPACE") { Description = "Id, beginning of one, or key of its run" };
    private readonly Option<bool> _force = new("--force") { Description = "Lose what is in no commit; commits stay on their branch" };

    public WorkspaceRemoveCommand(CliContext context)
        : base(context, "remove", "Removes a workspace, unless work would be lost")
    {
        Arguments.Add(_workspace);
        Options.Add(_force);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var path = CliPaths.Workspace(parse.GetValue(_workspace)!);
        var force = "";
        if (parse.GetValue(_force))
        {
            // What is said here is what is lost: should somebody write in it in between, it stays.
            var there = await server.Api.GetAsync<WorkspaceModel>(path, cancellationToken);
            if (there.Fault is { } fault)
            {
                await Context.Error.WriteLineAsync(CliText.Safe($"signalbox: {there.Id} of {there.Run} is lost with whatever is in it: {fault}"));
            }
            else if (there.Losses is { Count: > 0 } losses)
            {
                await Context.Error.WriteLineAsync(CliText.Safe($"signalbox: {there.Id} of {there.Run} is lost with {string.Join(", ", losses)}"));
            }

            force = there.Told is { } told ? $"?force=true&told={Uri.EscapeDataString(told)}" : "?force=true";
        }

        var removed = await server.Api.DeleteAsync<WorkspaceRemovalModel>(path + force, cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(removed);
            return ExitCodes.Done;
        }

        var kept = removed.KeptBranch is { } branch ? $"; its commits stay on branch {branch} of {removed.Workspace.Repository}" : "";
        var done = removed.Forgotten ? "is forgotten; its folder stays on the node where it is" : "is removed";
        await Context.Output.WriteLineAsync(CliText.Safe($"{removed.Workspace.Id} of {removed.Workspace.Run} {done}{kept}"));
        return ExitCodes.Done;
    }
}
