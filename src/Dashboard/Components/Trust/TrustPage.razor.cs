using System.Globalization;
using Microsoft.AspNetCore.Components;
using Signalbox.Dashboard.Components.Shared;
using Signalbox.Engine.Events;
using Signalbox.Engine.Library;
using Signalbox.Engine.Trust;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Dashboard.Components.Trust;

/// <summary>The trust model that counts, what it would say of a change, and its versions.</summary>
public sealed partial class TrustPage
{
    private const int Versions = 20;
    private const int MostFiles = 200;
    private static readonly TrustLevel[] Order = [TrustLevel.High, TrustLevel.Medium, TrustLevel.Low];
    private TrustUrl _url = new();
    private IReadOnlyList<Repository> _repositories = [];
    private IReadOnlyList<TrustModelVersion> _versions = [];
    private TrustModelInUse? _current;
    private TrustDecision? _decision;
    private HashSet<int> _marked = [];
    private bool _isRead;
    private string? _paths;
    private string? _taskType;

    [Inject]
    private TrustDesk Desk { get; set; } = null!;

    [Inject]
    private IWorkflowLibrary Library { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromQuery]
    private string? Repository { get; set; }

    [SupplyParameterFromQuery]
    private string? Paths { get; set; }

    [SupplyParameterFromQuery(Name = "type")]
    private string? TaskType { get; set; }

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => notice is Notice.WorkflowsChanged;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _url = TrustUrl.Read(Repository, Paths, TaskType);
        (_paths, _taskType) = (_url.Paths, _url.TaskType);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _repositories = await Library.RepositoriesAsync(cancellationToken);
        var repository = _repositories.FirstOrDefault(r => string.Equals(r.Name, _url.Repository, StringComparison.Ordinal));
        _current = await Desk.CurrentAsync(repository?.Id, cancellationToken);
        _versions = await Desk.ListAsync(TrustModelVersion.ScopeOf(repository?.Id), before: null, Versions, cancellationToken);
        _decision = _current is { } current && _url.Asks ? TrustEvaluator.Evaluate(current.Model, [.. _url.Files.Take(MostFiles)], _url.TaskType) : null;
        _marked = _decision?.Deciding.Line is { } line ? new HashSet<int> { line } : [];
        _isRead = true;
    }

    private static Tone ToneOf(TrustLevel level) => level switch
    {
        TrustLevel.High => Tone.Ok,
        TrustLevel.Medium => Tone.Wait,
        TrustLevel.Low => Tone.Bad,
    };

    private static string Happens(TrustRules rules) => rules switch
    {
        { PassesByItself: true, MaxConsecutiveChanges: { } most } => string.Create(CultureInfo.InvariantCulture, $"Passes by itself, at most {most} one after another; an event says why."),
        { PassesByItself: true } => "Passes by itself; an event says why.",
        { AsksBefore: true, Escalation: true } => "An administrator is asked before work of such a type, and after the change.",
        { AsksBefore: true } => "A person is asked before work of such a type, and after the change.",
        { Escalation: true } => "An administrator is asked after the change.",
        _ => "A person is asked after the change.",
    };

    private void Ask() => Navigation.NavigateTo(TrustUrl.Read(_url.Repository, _paths, _taskType).ToHref());
}
