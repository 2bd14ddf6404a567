using Microsoft.AspNetCore.Components;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Components.Runs;

/// <summary>Which log to read: step, attempt and stream; without a step in the URL it goes along with the run.</summary>
public sealed partial class LogsTab
{
    private static readonly IReadOnlyList<(string Key, string Title)> Streams = [("stdout", "Output"), ("stderr", "Errors")];

    private StepView? _step;
    private Attempt? _attempt;

    /// <summary>The run.</summary>
    [Parameter, EditorRequired]
    public required RunView View { get; set; }

    /// <summary>What the URL asks for.</summary>
    [Parameter, EditorRequired]
    public required RunUrl Url { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _step = Url.Step is { } wanted
            ? View.Steps.LastOrDefault(s => s.Attempts.Count > 0 && string.Equals(s.Step.StepId, wanted, StringComparison.Ordinal))
            : View.StepToWatch();
        _attempt = _step?.Attempts.FirstOrDefault(a => a.Number == Url.Attempt) ?? _step?.Attempts[^1];
    }
}
