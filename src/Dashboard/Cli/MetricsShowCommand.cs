using System.CommandLine;
using System.Globalization;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox metrics show</c>.</summary>
internal sealed class MetricsShowCommand : ClientCommand
{
    private readonly MetricOptions _options = new();

    public MetricsShowCommand(CliContext context)
        : base(context, "show", "Shows the metrics: current, baseline, target and trend, with what they were made of")
    {
        _options.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var metrics = await server.Api.GetAsync<MetricsModel>("metrics/compound?" + _options.Query(parse, Context), cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(metrics);
            return ExitCodes.Done;
        }

        var table = new CliTable("METRIC", "CURRENT", "OF", "BASELINE", "TARGET", "UNIT", "TREND");
        foreach (var m in metrics.Metrics)
        {
            var of = m.Denominator is null ? "" : m.Numerator is null ? Number(m.Denominator) : $"{Number(m.Numerator)}/{Number(m.Denominator)}";
            table.Add(m.Name, Number(m.Current) + (m.Estimated == true ? " (estimated)" : ""), of, Number(m.Baseline), Number(m.Target), m.Unit, m.Trend);
        }

        table.Write(Context, "There are no metrics.");
        return ExitCodes.Done;
    }

    private static string Number(decimal? value) => value?.ToString("0.##", CultureInfo.InvariantCulture) ?? "unknown";
}
