using System.CommandLine;
using Signalbox.Dashboard.Api.Models;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox run pin RUN</c>.</summary>
internal sealed class RunPinCommand : RunOrderCommand
{
    private readonly Option<bool> _off = new("--off") { Description = "No longer" };

    public RunPinCommand(CliContext context)
        : base(context, "pin", "Keeps a run whatever its age", works: false)
    {
        Options.Add(_off);
    }

    protected override object? Body(ParseResult parse) => new PinBody(!parse.GetValue(_off));
}
