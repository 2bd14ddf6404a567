using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox run list</c>.</summary>
internal sealed class RunListCommand : ClientCommand
{
    private readonly Option<string?> _status = new("--status") { Description = "Statuses, joined by commas", HelpName = "S" };
    private readonly Option<string?> _workflow = new("--workflow") { Description = "Workflow", HelpName = "W" };
    private readonly Option<string?> _agent = new("--agent") { Description = "Agent of one of its steps", HelpName = "A" };
    private readonly Option<string?> _repository = new("--repository") { Description = "Repository", HelpName = "R" };
    private readonly Option<string?> _text = new("--grep") { Description = "Text in key, workflow or prompt", HelpName = "TEXT" };
    private readonly Option<string?> _since = new("--since") { Description = "Created at or after this time", HelpName = "TIME" };
    private readonly Option<int> _limit = new("--limit") { Description = "Runs at most, 1 to 200", DefaultValueFactory = _ => 50, HelpName = "N" };

    public RunListCommand(CliContext context)
        : base(context, "list", "Lists runs, newest first")
    {
        Options.Add(_status);
        Options.Add(_workflow);
        Options.Add(_agent);
        Options.Add(_repository);
        Options.Add(_text);
        Options.Add(_since);
        Options.Add(_limit);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var query = QueryString.Create(new KeyValuePair<string, string?>[]
        {
            new("status", parse.GetValue(_status)),
            new("workflow", parse.GetValue(_workflow)),
            new("agent", parse.GetValue(_agent)),
            new("repository", parse.GetValue(_repository)),
            new("q", parse.GetValue(_text)),
            new("since", parse.GetValue(_since)),
            new("limit", parse.GetValue(_limit).ToString(System.Globalization.CultureInfo.InvariantCulture)),
        });
        var page = await server.Api.GetAsync<PageModel<RunModel>>("runs" + query, cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(page.Items);
            return ExitCodes.Done;
        }

        var table = new CliTable("RUN", "WORKFLOW", "STATUS", "STEPS", "STARTED", "TOOK", "REASON");
        foreach (var r in page.Items)
        {
            table.Add(r.Key, r.Workflow, r.Status, $"{r.StepsEnded}/{r.StepsTotal}", CliText.Time(r.StartedAt), CliText.Elapsed(r, Context.Time), r.StatusReason);
        }

        table.Write(Context, "No run matches.");
        return ExitCodes.Done;
    }
}
