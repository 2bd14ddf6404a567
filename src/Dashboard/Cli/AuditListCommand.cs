using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox audit list</c>: the newest entries of the audit log.</summary>
internal sealed class AuditListCommand : ClientCommand
{
    private readonly Option<string?> _who = new("--who") { Description = "Of this person or token", HelpName = "NAME" };
    private readonly Option<string?> _action = new("--action") { Description = "Of this action, such as run.cancel, or a group of them, such as run", HelpName = "A" };
    private readonly Option<string?> _target = new("--target") { Description = "Of this target, such as a run's key", HelpName = "T" };

    public AuditListCommand(CliContext context)
        : base(context, "list", "Lists who changed what, newest first")
    {
        Options.Add(_who);
        Options.Add(_action);
        Options.Add(_target);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var query = QueryString.Create(new KeyValuePair<string, string?>[] { new("who", parse.GetValue(_who)), new("action", parse.GetValue(_action)), new("target", parse.GetValue(_target)), new("limit", "200") });
        var entries = await server.Api.GetAsync<List<AuditModel>>("audit" + query, cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(entries);
            return ExitCodes.Done;
        }

        var table = new CliTable("WHEN", "WHO", "VIA", "FROM", "WHAT", "OF");
        foreach (var e in entries)
        {
            table.Add(CliText.Time(e.At), e.Who, e.Via, e.Address ?? "unknown", e.Action, e.Target);
        }

        table.Write(Context, "Nothing was changed by a person or a token.");
        return ExitCodes.Done;
    }
}
