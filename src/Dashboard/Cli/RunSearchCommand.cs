using System.CommandLine;
using System.Globalization;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox run search TEXT</c>: lines of the logs of all runs.</summary>
internal sealed class RunSearchCommand : ClientCommand
{
    private readonly Argument<string> _text = new("TEXT") { Description = "Three characters or more, found wherever they stand in a line" };
    private readonly Option<string?> _workflow = new("--workflow") { Description = "Only runs of this workflow", HelpName = "W" };
    private readonly Option<string?> _since = new("--since") { Description = "Only what was printed at or after this time", HelpName = "TIME" };
    private readonly Option<int> _limit = new("--limit") { Description = "Lines at most, 1 to 200", DefaultValueFactory = _ => 50, HelpName = "N" };

    public RunSearchCommand(CliContext context)
        : base(context, "search", "Looks for a text in the logs of all runs, newest first")
    {
        Arguments.Add(_text);
        Options.Add(_workflow);
        Options.Add(_since);
        Options.Add(_limit);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var query = QueryString.Create(new KeyValuePair<string, string?>[]
        {
            new("q", parse.GetValue(_text)),
            new("workflow", parse.GetValue(_workflow)),
            new("since", parse.GetValue(_since)),
            new("limit", parse.GetValue(_limit).ToString(CultureInfo.InvariantCulture)),
        });
        var page = await server.Api.GetAsync<SearchModel>("search" + query, cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(page);
            return ExitCodes.Done;
        }

        foreach (var hit in page.Items)
        {
            var attempt = hit.Attempt > 1 ? string.Create(CultureInfo.InvariantCulture, $":{hit.Attempt}") : "";
            await Context.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{hit.Run} {CliText.Safe(hit.Step)}{attempt}{(hit.Stream is "stderr" ? " stderr" : "")} {hit.Line}: {CliText.Safe(hit.Text)}"));
        }

        var behind = page.UpToDate ? "" : "; the index has not caught up yet, ask again for what is newest";
        var more = page.NextCursor is null ? "" : "; there may be more, see --limit";
        await Context.Error.WriteLineAsync($"{(page.Items.Count == 0 ? "No line has it" : "Searched")}: this covers {page.Covers}{more}{behind}.");
        return ExitCodes.Done;
    }
}
