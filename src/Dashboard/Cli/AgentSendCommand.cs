using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox agent send A TEXT</c>.</summary>
internal sealed class AgentSendCommand : ClientCommand
{
    private readonly Argument<string> _to = new("TO") { Description = "Id of an agent, role:ROLE, everyone or people" };
    private readonly Argument<string> _text = new("TEXT") { Description = "The message" };
    private readonly Option<string?> _from = new("--from") { Description = "Id of the agent that sends it; you when left out", HelpName = "AGENT" };
    private readonly Option<string?> _type = new("--type") { Description = "note (default), question, answer, request, status, or another word", HelpName = "T" };
    private readonly Option<int?> _priority = new("--priority") { Description = "-100 to 100", HelpName = "N" };
    private readonly Option<string?> _reply = new("--reply-to") { Description = "Id of the message that it answers", HelpName = "MSG" };
    private readonly Option<int?> _expires = new("--expires-in-minutes") { Description = "Delivered no later", HelpName = "N" };

    public AgentSendCommand(CliContext context)
        : base(context, "send", "Sends a message")
    {
        Arguments.Add(_to);
        Arguments.Add(_text);
        foreach (var option in (Option[])[_from, _type, _priority, _reply, _expires])
        {
            Options.Add(option);
        }
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var body = new MessageBody(parse.GetValue(_to), parse.GetValue(_text))
        {
            From = parse.GetValue(_from),
            Type = parse.GetValue(_type),
            Priority = parse.GetValue(_priority),
            ReplyTo = parse.GetValue(_reply),
            ExpiresInMinutes = parse.GetValue(_expires),
        };
        var message = await server.Api.PostAsync<MessageModel>("messages", body, cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(message);
        }
        else
        {
            await Context.Output.WriteLineAsync($"{message.Id} is sent to {message.To}.");
        }

        return ExitCodes.Done;
    }
}
