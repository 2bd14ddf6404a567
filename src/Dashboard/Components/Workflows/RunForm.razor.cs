using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Engine.Library;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Components.Workflows;

/// <summary>The form that starts a workflow. The engine alone judges inputs; every fault is shown beside its field, all at once.</summary>
public sealed partial class RunForm
{
    private RunFormState _state = new([]);
    private bool _busy;

    /// <summary>The workflow; give the form a key of its version.</summary>
    [Parameter, EditorRequired]
    public required WorkflowEntry Entry { get; set; }

    [Inject]
    private IRunService Service { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => _state = new RunFormState(Entry.Definition?.Inputs ?? []);

    private async Task StartAsync()
    {
        // A second press while the first is under way would be a second run
        if (_busy)
        {
            return;
        }

        if (await Authentication.ActorAsync() is not { } actor)
        {
            _state.Refuse("Your sign-in has ended. Open this page again to sign in.");
            return;
        }

        _busy = true;
        try
        {
            var request = _state.ToRequest($"{Entry.Repository.Name}/{Entry.Workflow.Slug}", actor);
            var result = await Service.StartAsync(request, CancellationToken.None);
            _state.Take(result);
            if (result.Run is { } run)
            {
                Navigation.NavigateTo(Links.Run(run.Key));
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
