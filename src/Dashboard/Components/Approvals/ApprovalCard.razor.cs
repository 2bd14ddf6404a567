using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Components.Diffs;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Dashboard.Components.Workflows;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Components.Approvals;

/// <summary>A question to a person with what it takes to answer it. The engine alone judges the form; faults stand beside their field, all at once.</summary>
public sealed partial class ApprovalCard
{
    private RunFormState _state = new([]);
    private IReadOnlyList<InputFault> _faults = [];
    private string? _comment;
    private bool _busy;

    /// <summary>The question; give the card a key of its id.</summary>
    [Parameter, EditorRequired]
    public required Approval Approval { get; set; }

    /// <summary>The run that waits for it.</summary>
    [Parameter, EditorRequired]
    public required Run Run { get; set; }

    /// <summary>The workflow as it was when the run started; null when this version cannot read it.</summary>
    [Parameter]
    public WorkflowDefinition? Definition { get; set; }

    /// <summary>Says which run asks, on a page that is not the run's own.</summary>
    [Parameter]
    public bool ShowRun { get; set; }

    [Inject]
    private IRunService Runs { get; set; } = null!;

    [Inject]
    private OrderDesk Desk { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    private string TitleId => $"{Approval.Id.Value}-question";

    private string CommentId => $"{Approval.Id.Value}-comment";

    /// <summary>The first line asks; what follows is what the question is about.</summary>
    private string Question => Approval.Question.Split('\n', 2)[0].Trim();

    private string Details => Approval.Question.Split('\n', 2) is [_, var rest] ? rest.Trim('\n', '\r', ' ') : "";

    private IEnumerable<InputFault> CommentFaults => _faults.Where(f => string.Equals(f.Field, "comment", StringComparison.Ordinal));

    private StepDefinition? Step => Definition?.Steps.FirstOrDefault(s => string.Equals(s.Id, Approval.StepId, StringComparison.Ordinal));

    /// <summary>Where to look before answering.</summary>
    private IEnumerable<(string Title, string Href)> Evidence
    {
        get
        {
            yield return Approval.IsForChanges
                ? ($"Changes of {Approval.StepId}", new ChangesUrl { Key = Run.Key, Step = Approval.StepRunId.Value }.ToHref())
                : ("Changes so far", new ChangesUrl { Key = Run.Key }.ToHref());
            if (Approval is { IsForChanges: true, TrustLevel: not null })
            {
                // The model also judges what others left: the step's own changes need not hold the file that it asks about.
                yield return ("All changes of the run", new ChangesUrl { Key = Run.Key }.ToHref());
            }

            yield return ("Outputs so far", new RunUrl { Key = Run.Key, Tab = "outputs" }.ToHref());
            foreach (var step in Approval.IsForChanges ? [Approval.StepId] : Step?.Needs ?? [])
            {
                yield return ($"Log of {step}", new RunUrl { Key = Run.Key, Tab = "logs", Step = step }.ToHref());
            }
        }
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => _state = new RunFormState(Step?.Approval?.Form ?? []);

    private async Task AnswerAsync(ApprovalStatus decision)
    {
        // A second press while the first is under way would be refused as answered already
        if (_busy || await Desk.ActorAsync(Authentication) is not { } actor)
        {
            return;
        }

        _busy = true;
        try
        {
            var answer = new DecideRequest
            {
                Approval = Approval.Id,
                Decision = decision,
                Comment = string.IsNullOrWhiteSpace(_comment) ? null : _comment,
                Answers = _state.Values,
                Actor = actor,
                IsAdministrator = await Authentication.IsAdministratorAsync(),
                Roles = await Authentication.RolesAsync(),
            };
            var result = await Runs.DecideAsync(answer, CancellationToken.None);
            _faults = result.Invalid ?? [];
            _state.Take(_faults, (result.Refused ?? result.NotFound) is { } refused ? Sentences.Of(refused) : null);
            if (result.Approval is not null)
            {
                Desk.Say(NotificationSeverity.Success, Words(decision), $"{Run.Key} goes on with your answer.");
            }
        }
        finally
        {
            _busy = false;
        }
    }

    private static string Words(ApprovalStatus decision) => decision switch
    {
        ApprovalStatus.Approved => "Approved",
        ApprovalStatus.Rejected => "Rejected",
        ApprovalStatus.ChangesRequested => "Changes requested",
        ApprovalStatus.Open or ApprovalStatus.Expired => throw new ArgumentOutOfRangeException(nameof(decision), decision, "A person approves, rejects or requests changes."),
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, "Unknown decision."),
    };
}
