using Microsoft.AspNetCore.Components;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Engine.Agents.Conversations;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Components.Runs;

/// <summary>Which log to read and how: step, attempt, stream or conversation; without a step in the URL it goes along with the run.</summary>
public sealed partial class LogsTab
{
    private static readonly IReadOnlyList<(string Key, string Title)> Streams = [("stdout", "Output"), ("stderr", "Errors")];

    private StepView? _step;
    private Attempt? _attempt;
    private string _view = "stdout";
    private bool _hasConversation;

    /// <summary>The run.</summary>
    [Parameter, EditorRequired]
    public required RunView View { get; set; }

    /// <summary>What the URL asks for.</summary>
    [Parameter, EditorRequired]
    public required RunUrl Url { get; set; }

    [Inject]
    private ConversationDialects Dialects { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _step = Url.Step is { } wanted
            ? View.Steps.LastOrDefault(s => s.Attempts.Count > 0 && string.Equals(s.Step.StepId, wanted, StringComparison.Ordinal))
            : View.StepToWatch();
        _attempt = _step?.Attempts.FirstOrDefault(a => a.Number == Url.Attempt) ?? _step?.Attempts[^1];
        _hasConversation = _attempt is { } attempt && Dialects.Has(attempt.Agent);

        // A shell's log holds none: its output is shown in its place.
        _view = !_hasConversation && Url.Stream is RunUrl.Conversation ? "stdout" : Url.Stream;
    }

    private string PageHref(int from) => (Url with { Step = _step?.Step.StepId, Attempt = _attempt?.Number, From = from }).ToHref();
}
