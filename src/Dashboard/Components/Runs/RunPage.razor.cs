using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;
using Signalbox.Dashboard.Components.Diffs;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Dashboard.Components.Shared;
using Signalbox.Engine.Events;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Components.Runs;

/// <summary>One run: where it stands, its steps, logs, outputs and events.</summary>
public sealed partial class RunPage
{
    private RunUrl _url = new() { Key = "" };
    private ChangesUrl _changes = new() { Key = "" };
    private RunView? _view;
    private string? _missing;
    // A version never changes: it is read once, not with every change of the run
    private (string Yaml, WorkflowDefinition? Definition)? _definition;
    // Read by the publisher's thread
    private volatile string? _runId;

    /// <summary>Key, id, or unique prefix of an id.</summary>
    [Parameter]
    public string Key { get; set; } = "";

    [Inject]
    private IRunQueries Runs { get; set; } = null!;

    [Inject]
    private IRunService Service { get; set; } = null!;

    [Inject]
    private OrderDesk Desk { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    [SupplyParameterFromQuery]
    private string? Tab { get; set; }

    [SupplyParameterFromQuery]
    private string? Step { get; set; }

    [SupplyParameterFromQuery]
    private int? Attempt { get; set; }

    [SupplyParameterFromQuery]
    private string? Stream { get; set; }

    [SupplyParameterFromQuery]
    private int? From { get; set; }

    [SupplyParameterFromQuery]
    private string? Repository { get; set; }

    [SupplyParameterFromQuery]
    private string? Since { get; set; }

    [SupplyParameterFromQuery]
    private string? Until { get; set; }

    [SupplyParameterFromQuery(Name = "view")]
    private string? Look { get; set; }

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) =>
        notice is Notice.RunChanged changed && (_runId is not { } id || string.Equals(changed.RunId.Value, id, StringComparison.Ordinal));

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _url = RunUrl.Read(Key, Tab, Step, Attempt, Stream, From);
        _changes = ChangesUrl.Read(_view?.Run.Key ?? Key, Step, Attempt, Since, Until, Look, From, Repository);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var ids = await Runs.ResolveAsync(Key, cancellationToken);
        var state = ids.Count == 1 ? await Runs.GetAsync(ids[0], cancellationToken) : null;
        if (state is null)
        {
            _missing = ids.Count > 1 ? $"More than one run begins with {Key}" : $"There is no run {Key}";
            _view = null;
            return;
        }

        _missing = null;
        _runId = state.Run.Id.Value;
        var position = state.Run.IsQueued ? await Runs.QueuePositionAsync(state.Run.Id, cancellationToken) : null;
        if (_definition is not var (yaml, _) || !string.Equals(yaml, state.Version.Yaml, StringComparison.Ordinal))
        {
            _definition = (state.Version.Yaml, WorkflowParser.Parse(state.Version.Yaml, state.Run.Workflow).Definition);
        }

        _view = RunView.From(state, position, _definition.Value.Definition);
    }

    private List<TabItem> TabItems(RunView view) =>
    [
        new("steps", "Steps", At("steps"), view.Steps.Count),
        new("logs", "Logs", At("logs")),
        new("changes", "Changes", At("changes")),
        new("outputs", "Outputs", At("outputs"), view.Steps.Sum(s => s.Outputs.Count)),
        new("checkpoints", "Checkpoints", At("checkpoints")),
        new("events", "Events", At("events"), (int)Math.Min(view.Run.EventSequence, int.MaxValue)),
        new("inputs", "Inputs and prompt", At("inputs")),
    ];

    private string At(string tab) => new RunUrl { Key = Key, Tab = tab }.ToHref();

    private async Task CancelAsync()
    {
        if (_view is not { } view)
        {
            return;
        }

        if (await Desk.ActorAsync(Authentication) is not { } actor)
        {
            return;
        }

        var outcome = await Service.CancelAsync(view.Run.Id, actor, Ended);
        var (severity, summary, detail) = Words(outcome, view.Run.Key);
        Desk.Say(severity, summary, detail);
        await ReadAsync();
    }

    private async Task OrderAsync(RunOrder order)
    {
        if (_view is not { Run.Id: var id })
        {
            return;
        }

        await Desk.OrderAsync(
            Authentication,
            (runs, actor) => order == RunOrder.Pause ? runs.PauseAsync(id, actor, Ended) : runs.ExecuteNextAsync(id, actor, Ended),
            run => order == RunOrder.Pause ? $"{run.Key} begins nothing new" : $"{run.Key} makes one step");
        await ReadAsync();
    }

    private async Task ResumeAsync()
    {
        if (_view is not { Run.Id: var id })
        {
            return;
        }

        await Desk.OrderAsync(Authentication, (runs, actor) => runs.ResumeAsync(id, null, actor, Ended), run => $"{run.Key} goes on");
        await ReadAsync();
    }

    private async Task RerunAsync(StepView step)
    {
        if (_view is not { Run.Id: var id })
        {
            return;
        }

        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(RerunDialog.Name)] = step.Step.Name };
        var answer = await Dialogs.OpenAsync<RerunDialog>($"Rerun {step.Step.Name}?", parameters, new DialogOptions { Width = "480px", CloseDialogOnEsc = true, CloseDialogOnOverlayClick = true });
        if (answer is not bool downstream)
        {
            return;
        }

        await Desk.OrderAsync(Authentication, (runs, actor) => runs.RerunAsync(id, step.Step.StepId, downstream, actor, Ended), run => $"{run.Key} runs {step.Step.Name} again");
        await ReadAsync();
    }

    private static (NotificationSeverity Severity, string Summary, string Detail) Words(CancelOutcome outcome, string key) => outcome switch
    {
        CancelOutcome.NotFound => (NotificationSeverity.Error, $"{key} is not there any more", "Nothing was changed."),
        CancelOutcome.Cancelled => (NotificationSeverity.Success, $"{key} is cancelled", "It had not begun."),
        CancelOutcome.Requested => (NotificationSeverity.Info, $"{key} is being cancelled", "It says Cancelled once nothing of it is alive."),
        CancelOutcome.AlreadyRequested => (NotificationSeverity.Info, $"{key} is being cancelled already", "Nothing was changed."),
        CancelOutcome.AlreadyEnded => (NotificationSeverity.Info, $"{key} has ended already", "Nothing was changed."),
    };
}
