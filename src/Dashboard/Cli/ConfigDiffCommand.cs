using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox config diff V1 V2</c>: what changed, as <c>diff -u</c> writes it.</summary>
internal sealed class ConfigDiffCommand : ClientCommand
{
    private readonly Argument<string> _from = new("V1") { Description = "A version that was applied" };
    private readonly Argument<string> _to = new("V2") { Description = "Another one" };

    public ConfigDiffCommand(CliContext context)
        : base(context, "diff", "Shows what changed between two configurations")
    {
        Arguments.Add(_from);
        Arguments.Add(_to);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var diff = await server.Api.GetAsync<ConfigDiffModel>($"config/diff?from={Uri.EscapeDataString(parse.GetValue(_from)!)}&to={Uri.EscapeDataString(parse.GetValue(_to)!)}", cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(diff);
        }
        else
        {
            await ConfigOutput.WriteDiffAsync(Context, diff.Diff);
        }

        return ExitCodes.Done;
    }
}
