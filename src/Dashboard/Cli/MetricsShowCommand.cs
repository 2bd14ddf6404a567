using System.CommandLine;
using System.Globalization;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox metrics show [METRIC]</c>.</summary>
internal sealed class MetricsShowCommand : ClientCommand
{
    private readonly Argument<string?> _metric = new("METRIC") { Description = "Only this one, period by period, with the changes that a bend may come from", Arity = ArgumentArity.ZeroOrOne };
    private readonly MetricOptions _options = new();

    public MetricsShowCommand(CliContext context)
        : base(context, "show", "Shows the metrics: current, baseline, target and trend, with what they were made of")
    {
        Arguments.Add(_metric);
        _options.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var metrics = await server.Api.GetAsync<MetricsModel>("metrics/compound?" + _options.Query(parse, Context), cancellationToken);
        var one = parse.GetValue(_metric) is { } name
            ? metrics.Metrics.FirstOrDefault(m => string.Equals(m.Name, name, StringComparison.Ordinal))
                ?? throw new SignalboxFaultException(ExitCodes.NotFound, $"there is no metric '{name}': there are {string.Join(", ", metrics.Metrics.Select(m => m.Name))}")
            : null;
        if (IsJson(parse))
        {
            await WriteJsonAsync(one is null ? metrics : metrics with { Metrics = [one] });
        }
        else if (one is null)
        {
            WriteAll(metrics);
        }
        else
        {
            WriteHistory(one, metrics.Changes, _options.Zone(parse, Context));
        }

        return ExitCodes.Done;
    }

    private void WriteAll(MetricsModel metrics)
    {
        var table = new CliTable("METRIC", "CURRENT", "OF", "PERIOD", "BASELINE", "TARGET", "UNIT", "TREND");
        foreach (var m in metrics.Metrics)
        {
            var period = m.CurrentDate is { } date ? Day(date) + (m.SoFar == true ? " (so far)" : "") : "";
            table.Add(m.Name, Number(m.Current) + (m.Estimated == true ? " (estimated)" : ""), Of(m.Numerator, m.Denominator), period, Number(m.Baseline), Number(m.Target), m.Unit, m.Trend);
        }

        table.Write(Context, "There are no metrics.");
    }

    private void WriteHistory(MetricModel metric, IReadOnlyList<MetricChangeModel> changes, TimeZoneInfo zone)
    {
        var table = new CliTable("PERIOD", "VALUE", "OF", "SOURCE", "CHANGES");
        for (var i = 0; i < metric.History.Count; i++)
        {
            var point = metric.History[i];
            var next = metric.History.Skip(i + 1).Where(p => p.Source is "computed").Select(p => (DateOnly?)p.Date).FirstOrDefault();

            // An imported point is a day, not a period that something lies in.
            var meanwhile = point.Source is "computed" ? changes.Where(c => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(c.Time, zone).DateTime) is var day && day >= point.Date && (next is null || day < next)) : [];
            table.Add(
                Day(point.Date),
                Number(point.Value) + (point.Estimated == true ? " (estimated)" : ""),
                Of(point.Numerator, point.Denominator),
                point.Source,
                string.Join(", ", meanwhile.Select(c => $"{c.Name} {c.Value}")));
        }

        table.Write(Context, $"{metric.Name} has no history.");
    }

    private static string Of(decimal? numerator, decimal? denominator) =>
        denominator is null ? "" : numerator is null ? Number(denominator) : $"{Number(numerator)}/{Number(denominator)}";

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(decimal? value) => value?.ToString("0.##", CultureInfo.InvariantCulture) ?? "unknown";
}
