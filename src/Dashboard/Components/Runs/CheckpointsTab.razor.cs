using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Engine.Events;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Records;

namespace Signalbox.Dashboard.Components.Runs;

/// <summary>The points of a run that one can go back to, newest first.</summary>
public sealed partial class CheckpointsTab
{
    private const string ResumeText = "The worktree gets the files of this checkpoint back; what is there now is kept as a checkpoint of its own first. Steps that were not done by then are tried again.";
    private const string ForkText = "A new run begins at this checkpoint: steps that were done by then keep their results, and its own worktree has the files as they were. This run stays as it is.";

    private IReadOnlyList<Checkpoint>? _checkpoints;

    /// <summary>The run.</summary>
    [Parameter, EditorRequired]
    public required RunView View { get; set; }

    [Inject]
    private RunRecords Records { get; set; } = null!;

    [Inject]
    private OrderDesk Desk { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => notice is Notice.RunChanged changed && changed.RunId == View.Run.Id;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        _checkpoints = [.. (await Records.CheckpointsAsync(View.Run.Id, cancellationToken)).Reverse()];

    private async Task ResumeAsync(Checkpoint checkpoint) =>
        await Desk.OrderAsync(Authentication, (runs, actor) => runs.ResumeAsync(checkpoint.RunId, checkpoint.Id.Value, actor, CancellationToken.None), run => $"{run.Key} goes on from the checkpoint");

    private async Task ForkAsync(Checkpoint checkpoint)
    {
        if (await Desk.ForkAsync(Authentication, checkpoint) is { } run)
        {
            Navigation.NavigateTo(Links.Run(run.Key));
        }
    }
}
