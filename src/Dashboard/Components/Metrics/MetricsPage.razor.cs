using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Signalbox.Engine.Events;
using Signalbox.Engine.Metrics;

namespace Signalbox.Dashboard.Components.Metrics;

/// <summary>The compound metrics and what is kept beside them, in the viewer's time zone; period, scope, metric and point are in the address.</summary>
public sealed partial class MetricsPage
{
    private MetricsUrl _url = new();
    private MetricReport? _report;
    private MetricSeries? _chosen;
    private IReadOnlyList<MetricSample> _samples = [];
    private DateOnly? _date;
    private string? _fault;

    // Only the browser knows it: until it said so, numbers of another zone's days would be shown and taken back.
    private TimeZoneInfo? _viewers;

    [Inject]
    private MetricsDesk Desk { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "period")]
    private string? PeriodText { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    private string? FromText { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    private string? ToText { get; set; }

    [SupplyParameterFromQuery(Name = "zone")]
    private string? ZoneText { get; set; }

    [SupplyParameterFromQuery]
    private string? Workflow { get; set; }

    [SupplyParameterFromQuery]
    private string? Agent { get; set; }

    [SupplyParameterFromQuery]
    private string? Model { get; set; }

    [SupplyParameterFromQuery]
    private string? Repository { get; set; }

    [SupplyParameterFromQuery]
    private string? Metric { get; set; }

    [SupplyParameterFromQuery(Name = "date")]
    private string? DateText { get; set; }

    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromSeconds(3);

    private TimeZoneInfo Zone => _url.ToQuery(_viewers ?? TimeZoneInfo.Utc).Zone;

    private string Summary => string.Create(
        CultureInfo.InvariantCulture, $"{_report!.From:yyyy-MM-dd} to {_report.To:yyyy-MM-dd}, by {MetricWords.Of(_report.Period)}, in the days of {Zone.Id}");

    private IEnumerable<Scope> Scopes
    {
        get
        {
            var (filter, known) = (_url.Filter, _report?.Scopes ?? MetricScopes.None);
            yield return Of("Workflow", filter.Workflow, known.Workflows, value => filter with { Workflow = value });
            yield return Of("Agent", filter.Agent, known.Agents, value => filter with { Agent = value });
            yield return Of("Model", filter.Model, known.Models, value => filter with { Model = value });
            yield return Of("Repository", filter.Repository, known.Repositories, value => filter with { Repository = value });
        }
    }

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => notice is Notice.MetricsChanged || (notice is Notice.RunChanged changed && changed.Events.Any(e => e is { StepRunId: null, Transition: not null }));

    /// <inheritdoc/>
    protected override void OnParametersSet() => _url = MetricsUrl.Read(name => name switch
    {
        "period" => PeriodText,
        "from" => FromText,
        "to" => ToText,
        "zone" => ZoneText,
        "workflow" => Workflow,
        "agent" => Agent,
        "model" => Model,
        "repository" => Repository,
        "metric" => Metric,
        "date" => DateText,
        _ => null,
    });

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        try
        {
            await using var module = await Script.InvokeAsync<IJSObjectReference>("import", Ended, "./" + Assets["dist/zone.js"]);
            var name = await module.InvokeAsync<string?>("zone", Ended);
            _viewers = name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;
        }
        catch (Exception fault) when (fault is JSDisconnectedException or OperationCanceledException)
        {
            // The browser went away meanwhile
            return;
        }
        catch (JSException)
        {
            // A proxy or an old page has no such script: the numbers are those of UTC, and the page says so.
            _viewers = TimeZoneInfo.Utc;
        }

        await ReadAsync();
        StateHasChanged();
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (_viewers is not { } zone)
        {
            return;
        }

        var query = _url.ToQuery(zone);
        var result = await Desk.ReportAsync(query, cancellationToken);
        (_report, _fault) = (result.Value, result.Invalid?.Message);
        _chosen = _report?.Metrics.FirstOrDefault(m => string.Equals(m.Metric.Name, _url.Metric, StringComparison.Ordinal));
        _date = _chosen is null ? null : query.Calendar.Of(_url.Date ?? _chosen.Current?.Date ?? _report!.To).Date;
        _samples = _chosen is not null && _date is { } date ? (await Desk.BehindAsync(_chosen.Metric.Name, date, query, cancellationToken)).Value ?? [] : [];
    }

    private static string? Text(ChangeEventArgs e) => e.Value as string is { Length: > 0 } text ? text : null;

    private static DateOnly? Day(ChangeEventArgs e) => MetricsUrl.DayOf(e.Value as string);

    private Scope Of(string label, string? value, IReadOnlyList<string> known, Func<string?, MetricFilter> with) =>
        new(label, value, [.. known.Union(value is null ? [] : [value], StringComparer.Ordinal)], chosen => _url with { Filter = with(chosen), Date = null });

    private string At(MetricSeries series) => (_url with { Metric = series.Metric.Name, Date = null }).ToHref();

    private void Go(MetricsUrl url) => Navigation.NavigateTo(url.ToHref(), replace: true);

    private sealed record Scope(string Label, string? Value, IReadOnlyList<string> Choices, Func<string?, MetricsUrl> With);
}
