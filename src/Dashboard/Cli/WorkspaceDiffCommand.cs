using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox workspace diff W</c>: git's unified diff from the commit that the workspace started from, untracked files included.</summary>
internal sealed class WorkspaceDiffCommand : ClientCommand
{
    private readonly Argument<string> _workspace = new("WORKSPACE") { Description = "Id, beginning of one, or key of its run" };

    public WorkspaceDiffCommand(CliContext context)
        : base(context, "diff", "Shows what a workspace holds against the commit it started from")
    {
        Arguments.Add(_workspace);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var diff = await server.Api.GetAsync<WorkspaceDiffModel>(CliPaths.Workspace(parse.GetValue(_workspace)!) + "/diff", cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(diff);
            return ExitCodes.Done;
        }

        // Into a file or a pipe it goes as it is, so that `git apply` takes it; a terminal must not be acted on.
        foreach (var line in diff.Diff.Length == 0 ? [] : diff.Diff.Split('\n'))
        {
            await Context.Output.WriteLineAsync(Context.Interactive ? TerminalText.Plain(line) : line);
        }

        foreach (var left in diff.LeftOut)
        {
            await Context.Error.WriteLineAsync(CliText.Safe($"signalbox: not shown: {left}"));
        }

        if (diff.Cut)
        {
            await Context.Error.WriteLineAsync("signalbox: this is only the beginning: the diff is longer than 4 MiB, 'git diff' in the workspace shows all of it");
        }
        else if (diff.Diff.Length == 0)
        {
            await Context.Error.WriteLineAsync("Nothing differs.");
        }

        return ExitCodes.Done;
    }
}
