using System.CommandLine;
using System.Globalization;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox metrics target METRIC VALUE</c>.</summary>
internal sealed class MetricsTargetCommand : ClientCommand
{
    private readonly Argument<string> _metric = new("METRIC") { Description = "Name, such as first_pass_success" };
    private readonly Argument<decimal?> _target = new("VALUE") { Description = "Where it is to come", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<decimal?> _baseline = new("--baseline") { Description = "Where it began", HelpName = "VALUE" };

    public MetricsTargetCommand(CliContext context)
        : base(context, "target", "Says what is wanted of a metric, and where it began")
    {
        Arguments.Add(_metric);
        Arguments.Add(_target);
        Options.Add(_baseline);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var body = new MetricTargetBody(parse.GetValue(_target), parse.GetValue(_baseline));
        var target = await server.Api.PutAsync<MetricTargetModel>("metrics/targets/" + Uri.EscapeDataString(parse.GetValue(_metric)!), body, cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(target);
        }
        else
        {
            await Context.Output.WriteLineAsync($"{target.Metric}: target {Number(target.Target)}, baseline {Number(target.Baseline)}");
        }

        return ExitCodes.Done;
    }

    private static string Number(decimal? value) => value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "unknown";
}
