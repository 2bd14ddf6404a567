using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Engine.Metrics;

namespace Signalbox.Dashboard.Components.Metrics;

/// <summary>A person says where a metric began and where it is to come.</summary>
public sealed partial class TargetForm
{
    private string? _baseline;
    private string? _target;
    private string? _fault;
    private bool _busy;

    /// <summary>The metric.</summary>
    [Parameter, EditorRequired]
    public required MetricSeries Series { get; set; }

    [Inject]
    private MetricsDesk Metrics { get; set; } = null!;

    [Inject]
    private OrderDesk Desk { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    private string Unit => MetricWords.Of(Series.Metric.Unit);

    private async Task SetAsync()
    {
        if (_busy || await Desk.ActorAsync(Authentication) is not { } actor)
        {
            return;
        }

        if (!TryRead(_baseline, out var baseline) || !TryRead(_target, out var target))
        {
            _fault = "Baseline and target are numbers, such as 62.5.";
            return;
        }

        _busy = true;
        try
        {
            var result = await Metrics.SetTargetAsync(Series.Metric.Name, target, baseline, actor, CancellationToken.None);
            _fault = result.Invalid?.Message ?? result.NotFound;
            if (result.Value is not null)
            {
                // What was written comes back with the report.
                (_baseline, _target) = (null, null);
                Desk.Say(NotificationSeverity.Success, $"{Series.Metric.Title}: what is wanted is written down", null);
            }
        }
        finally
        {
            _busy = false;
        }
    }

    private static bool TryRead(string? text, out decimal? value)
    {
        value = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        var isNumber = decimal.TryParse(text.Trim().TrimEnd('%'), NumberStyles.Number, CultureInfo.InvariantCulture, out var number);
        value = isNumber ? number : null;
        return isNumber;
    }
}
