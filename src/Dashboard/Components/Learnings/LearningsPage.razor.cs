using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Learnings;
using Signalbox.Engine.Library;

namespace Signalbox.Dashboard.Components.Learnings;

/// <summary>What agents learned: a person accepts it, or not.</summary>
public sealed partial class LearningsPage
{
    private const int PageSize = 200;
    private static readonly LearningStatus[] Order = [LearningStatus.Proposed, LearningStatus.Accepted, LearningStatus.Rejected];
    private IReadOnlyList<Learning>? _learnings;
    private Dictionary<RepositoryId, string> _repositories = [];
    private int _proposed;
    private int _pages = 1;
    private bool _hasMore;
    private bool _busy;

    [Inject]
    private LearningDesk Learned { get; set; } = null!;

    [Inject]
    private IWorkflowLibrary Library { get; set; } = null!;

    [Inject]
    private OrderDesk Desk { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    private string Summary => _proposed switch
    {
        0 => "nothing waits for an answer",
        1 => "one waits for an answer",
        var count => string.Create(CultureInfo.InvariantCulture, $"{count} wait for an answer"),
    };

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => notice is Notice.LearningsChanged or Notice.WorkflowsChanged;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _repositories = (await Library.RepositoriesAsync(cancellationToken)).ToDictionary(r => r.Id, r => r.Name);
        var shown = _pages * PageSize;
        var learnings = await Learned.ListAsync(null, null, null, null, shown + 1, cancellationToken);
        _proposed = await Learned.CountProposedAsync(cancellationToken);
        (_learnings, _hasMore) = ([.. learnings.Take(shown)], learnings.Count > shown);
    }

    private static string Heading(LearningStatus status) => status switch
    {
        LearningStatus.Proposed => "Proposed",
        LearningStatus.Accepted => "Accepted",
        LearningStatus.Rejected => "Rejected",
    };

    private async Task MoreAsync()
    {
        _pages++;
        await ReadAsync();
    }

    private async Task DecideAsync(Learning learning, LearningStatus status)
    {
        if (_busy || await Desk.ActorAsync(Authentication) is not { } actor)
        {
            return;
        }

        _busy = true;
        try
        {
            // Answered to its end, even when the person goes on to another page meanwhile.
            var result = await Learned.DecideAsync(learning.Id, status, actor, CancellationToken.None);
            if (result.Learning is not null)
            {
                var done = status == LearningStatus.Accepted ? "It is part of the prompts from now on" : "It is part of no prompt";
                Desk.Say(result.Warning is null ? NotificationSeverity.Info : NotificationSeverity.Warning, done, result.Warning is { } warning ? Sentences.Of(warning) : null);
            }
            else
            {
                Desk.Say(NotificationSeverity.Warning, "Nothing was changed", Sentences.Of(result.Refused ?? result.NotFound ?? "it was refused"));
            }

            await ReadAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
