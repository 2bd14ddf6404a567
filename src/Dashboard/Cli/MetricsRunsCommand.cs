using System.CommandLine;
using System.Globalization;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox metrics runs METRIC --date DAY</c>.</summary>
internal sealed class MetricsRunsCommand : ClientCommand
{
    private readonly Argument<string> _metric = new("METRIC") { Description = "Name, such as first_pass_success" };
    private readonly Option<string> _date = new("--date") { Description = "A day of the period", HelpName = "DAY", Required = true };
    private readonly MetricOptions _options = new();

    public MetricsRunsCommand(CliContext context)
        : base(context, "runs", "Shows the runs behind a period of a metric")
    {
        Arguments.Add(_metric);
        Options.Add(_date);
        _options.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var address = $"metrics/compound/{Uri.EscapeDataString(parse.GetValue(_metric)!)}/runs?{_options.Query(parse, Context)}&date={Uri.EscapeDataString(parse.GetValue(_date)!)}";
        var samples = await server.Api.GetAsync<IReadOnlyList<MetricSampleModel>>(address, cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(samples);
            return ExitCodes.Done;
        }

        var table = new CliTable("RUN", "COUNTS", "OF", "WHEN");
        foreach (var sample in samples)
        {
            table.Add(
                sample.Run ?? sample.Subject,
                Number(sample.Numerator) + (sample.Estimated ? " (estimated)" : ""),
                Number(sample.Denominator),
                sample.Time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
        }

        table.Write(Context, "Nothing was there to measure in that period.");
        return ExitCodes.Done;
    }

    private static string Number(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
