using System.CommandLine;
using System.Globalization;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Components.Shared;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox workspace list</c>.</summary>
internal sealed class WorkspaceListCommand : ClientCommand
{
    private readonly Option<string?> _repository = new("--repository") { Description = "Only of this repository", HelpName = "R" };
    private readonly Option<string?> _status = new("--status") { Description = "Active, Dirty, Merged, Kept or Removed, several joined by commas; all that are there when left out", HelpName = "S" };
    private readonly Option<int> _limit = new("--limit") { Description = "Workspaces at most", HelpName = "N", DefaultValueFactory = _ => 50 };
    private readonly Option<string?> _cursor = new("--cursor") { Description = "Goes on behind an earlier page", HelpName = "CURSOR" };

    public WorkspaceListCommand(CliContext context)
        : base(context, "list", "Lists the workspaces of runs, what they hold and what they take")
    {
        foreach (var option in new Option[] { _repository, _status, _limit, _cursor })
        {
            Options.Add(option);
        }
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        // A person waits for the whole table; the server gives what it has seen by then.
        var query = string.Create(CultureInfo.InvariantCulture, $"workspaces?limit={parse.GetValue(_limit)}&wait=30")
            + Part("repository", parse.GetValue(_repository)) + Part("status", parse.GetValue(_status)) + Part("cursor", parse.GetValue(_cursor));
        var page = await server.Api.GetAsync<PageModel<WorkspaceModel>>(query, cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(page.Items);
            return ExitCodes.Done;
        }

        var table = new CliTable("WORKSPACE", "RUN", "STATUS", "REPOSITORY", "BRANCH", "AHEAD", "BEHIND", "CHANGED", "DISK", "CREATED");
        foreach (var w in page.Items)
        {
            table.Add(
                w.Id, w.Run, w.Status, w.Repository, w.CurrentBranch ?? w.Branch, Number(w.Ahead), Number(w.Behind), Number(w.Uncommitted + w.Untracked),
                w.DiskBytes is { } bytes ? (w.DiskWhole == false ? "over " : "") + SizeText.Of(bytes) : "unknown", CliText.Time(w.CreatedAt));
        }

        table.Write(Context, "No workspace is there.");
        if (page.NextCursor is not null)
        {
            await Context.Error.WriteLineAsync($"{page.Items.Count} of {page.Total}; more with --cursor {page.NextCursor}");
        }

        return ExitCodes.Done;
    }

    private static string Part(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "unknown";
}
