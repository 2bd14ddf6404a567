using System.CommandLine;
using Signalbox.Dashboard.Api.Models;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox run rerun RUN STEP</c>.</summary>
internal sealed class RunRerunCommand : RunOrderCommand
{
    private readonly Argument<string> _step = new("STEP") { Description = "Step id" };
    private readonly Option<bool> _downstream = new("--downstream") { Description = "Also what depends on it" };

    public RunRerunCommand(CliContext context)
        : base(context, "rerun", "Runs one step of a failed or cancelled run again", works: true)
    {
        Arguments.Add(_step);
        Options.Add(_downstream);
    }

    protected override object? Body(ParseResult parse) => new RerunBody(parse.GetValue(_step), parse.GetValue(_downstream));
}
