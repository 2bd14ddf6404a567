using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox approve|reject|request-changes AP</c>: answers a question that a run waits for.</summary>
internal sealed class DecideCommand : ClientCommand
{
    private readonly Argument<string> _approval = new("APPROVAL") { Description = "Its id; 'signalbox approval list' shows those that are open" };
    private readonly Option<string?> _comment = new("--comment") { Description = "What you say to it", HelpName = "TEXT" };
    private readonly Option<string[]> _answer = new("--answer") { Description = "A field of the form; may be repeated", HelpName = "NAME=VALUE" };

    public DecideCommand(CliContext context, string name, string description, bool needsComment)
        : base(context, name, description)
    {
        _comment.Required = needsComment;
        Arguments.Add(_approval);
        Options.Add(_comment);
        Options.Add(_answer);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var id = Uri.EscapeDataString(parse.GetValue(_approval)!);
        var answered = await server.Api.PostAsync<ApprovalModel>($"approvals/{id}/{Name}", new DecideBody(parse.GetValue(_comment), null, parse.GetValue(_answer)), cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(answered);
        }
        else
        {
            await Context.Output.WriteLineAsync(CliText.Safe($"{answered.Id} {answered.Status}: {answered.RunKey} goes on from step {answered.StepId}"));
        }

        if (server.IsTemporary)
        {
            await Context.Error.WriteLineAsync(CliText.Safe($"No server is running: {answered.RunKey} goes on with the next 'signalbox'."));
        }

        return ExitCodes.Done;
    }
}
