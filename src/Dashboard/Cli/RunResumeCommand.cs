using System.CommandLine;
using Signalbox.Dashboard.Api.Models;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox run resume RUN</c>.</summary>
internal sealed class RunResumeCommand : RunOrderCommand
{
    private readonly Option<string?> _from = new("--from") { Description = "A step id or a checkpoint id; default: where it stopped", HelpName = "STEP|CP" };

    public RunResumeCommand(CliContext context)
        : base(context, "resume", "Goes on with a paused run, or takes a failed or cancelled one up again", works: true)
    {
        Options.Add(_from);
    }

    protected override object? Body(ParseResult parse) => new ResumeBody(parse.GetValue(_from));
}
