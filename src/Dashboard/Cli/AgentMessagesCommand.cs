using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox agent messages A</c>.</summary>
internal sealed class AgentMessagesCommand : ClientCommand
{
    private readonly Argument<string> _agent = new("AGENT") { Description = "Id of an agent, role:ROLE, everyone or people" };
    private readonly Option<string?> _status = new("--status") { Description = "unread, read or archived; all but the archived ones when left out", HelpName = "S" };
    private readonly Option<int> _limit = new("--limit") { Description = "Messages at most", HelpName = "N", DefaultValueFactory = _ => 50 };

    public AgentMessagesCommand(CliContext context)
        : base(context, "messages", "Shows an inbox")
    {
        Arguments.Add(_agent);
        Options.Add(_status);
        Options.Add(_limit);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var status = parse.GetValue(_status) is { } text ? $"&status={Uri.EscapeDataString(text)}" : "";
        var messages = await server.Api.GetAsync<List<MessageModel>>($"agents/{Uri.EscapeDataString(parse.GetValue(_agent)!)}/messages?limit={parse.GetValue(_limit)}{status}", cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(messages);
            return ExitCodes.Done;
        }

        var table = new CliTable("MESSAGE", "FROM", "TO", "TYPE", "STATUS", "TEXT");
        foreach (var m in messages)
        {
            table.Add(m.Id, m.From, m.To, m.Type, m.Status ?? "", m.Body);
        }

        table.Write(Context, "The inbox is empty.");
        return ExitCodes.Done;
    }
}
