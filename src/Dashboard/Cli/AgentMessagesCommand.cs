using System.CommandLine;
using System.Globalization;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Components.Shared;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox agent messages A</c>.</summary>
internal sealed class AgentMessagesCommand : ClientCommand
{
    private readonly Argument<string> _agent = new("AGENT") { Description = "Id of an agent, role:ROLE, everyone or people" };
    private readonly Option<string?> _status = new("--status") { Description = "unread, read or archived; all but the archived ones when left out", HelpName = "S" };
    private readonly Option<int> _limit = new("--limit") { Description = "Messages at most", HelpName = "N", DefaultValueFactory = _ => 50 };

    private readonly Option<string?> _before = new("--before") { Description = "Only what comes after this message in the list", HelpName = "MSG" };

    public AgentMessagesCommand(CliContext context)
        : base(context, "messages", "Shows an inbox")
    {
        Arguments.Add(_agent);
        Options.Add(_status);
        Options.Add(_limit);
        Options.Add(_before);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var status = parse.GetValue(_status) is { } text ? $"&status={Uri.EscapeDataString(text)}" : "";
        var before = parse.GetValue(_before) is { } id ? $"&before={Uri.EscapeDataString(id)}" : "";
        var messages = await server.Api.GetAsync<List<MessageModel>>($"agents/{Uri.EscapeDataString(parse.GetValue(_agent)!)}/messages?limit={parse.GetValue(_limit)}{status}{before}", cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(messages);
            return ExitCodes.Done;
        }

        var now = Context.Time.GetUtcNow();
        var table = new CliTable("MESSAGE", "SENT", "FROM", "TO", "TYPE", "PRIORITY", "EXPIRES", "THREAD", "STATUS", "TEXT");
        foreach (var m in messages)
        {
            var thread = string.Equals(m.Thread, m.Id, StringComparison.Ordinal) ? "" : m.Thread;
            table.Add(
                m.Id,
                TimeText.Relative(m.CreatedAt, now),
                m.From,
                m.To,
                m.Type,
                m.Priority.ToString(CultureInfo.InvariantCulture),
                m.ExpiresAt is { } end ? TimeText.Relative(end, now) : "",
                thread,
                m.Status ?? "",
                m.Body);
        }

        table.Write(Context, "The inbox is empty.");
        return ExitCodes.Done;
    }
}
