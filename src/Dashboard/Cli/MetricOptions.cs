using System.CommandLine;

namespace Signalbox.Dashboard.Cli;

/// <summary>Options that say which metrics are meant.</summary>
internal sealed class MetricOptions
{
    private readonly Option<string> _period = new("--period") { Description = "day, week or month", HelpName = "PERIOD", DefaultValueFactory = _ => "week" };
    private readonly Option<string?> _from = new("--from") { Description = "First day", HelpName = "DAY" };
    private readonly Option<string?> _to = new("--to") { Description = "Last day", HelpName = "DAY" };
    private readonly Option<string?> _zone = new("--zone") { Description = "Time zone in which days begin; default: this machine's", HelpName = "ZONE" };
    private readonly Option<string?> _workflow = new("--workflow") { Description = "Only of this workflow", HelpName = "W" };
    private readonly Option<string?> _agent = new("--agent") { Description = "Only of this agent", HelpName = "A" };
    private readonly Option<string?> _model = new("--model") { Description = "Only of this model", HelpName = "M" };
    private readonly Option<string?> _repository = new("--repository") { Description = "Only of this repository", HelpName = "R" };

    public MetricOptions() => _period.AcceptOnlyFromAmong("day", "week", "month");

    private IReadOnlyList<(string Name, Option<string?> Option)> Others =>
        [("from", _from), ("to", _to), ("workflow", _workflow), ("agent", _agent), ("model", _model), ("repository", _repository)];

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_period, _from, _to, _zone, _workflow, _agent, _model, _repository])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The query of the address.</summary>
    public string Query(ParseResult parse, CliContext context)
    {
        List<string> parts = [$"period={parse.GetValue(_period)}"];
        if (ZoneName(parse, context) is { } zone)
        {
            parts.Add("zone=" + Uri.EscapeDataString(zone));
        }

        parts.AddRange(Others.Where(o => parse.GetValue(o.Option) is not null).Select(o => $"{o.Name}={Uri.EscapeDataString(parse.GetValue(o.Option)!)}"));
        return string.Join('&', parts);
    }

    /// <summary>The zone in whose days the server answers.</summary>
    public TimeZoneInfo Zone(ParseResult parse, CliContext context) =>
        ZoneName(parse, context) is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    // The server knows the zones of the world, not what a machine calls its own.
    private string? ZoneName(ParseResult parse, CliContext context) =>
        parse.GetValue(_zone) is { } zone ? zone
        : TimeZoneInfo.TryConvertWindowsIdToIanaId(context.Time.LocalTimeZone.Id, out var iana) ? iana
        : context.Time.LocalTimeZone.Id.Contains('/', StringComparison.Ordinal) ? context.Time.LocalTimeZone.Id
        : null;
}
