using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Engine.Events;
using Signalbox.Engine.Library;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Upkeep;

namespace Signalbox.Dashboard.Components.Repositories;

/// <summary>The git repositories that are known: adding one, whether runs fetch and push, and forgetting one that nothing works in any more.</summary>
public sealed partial class RepositoriesPage
{
    private IReadOnlyList<(Repository Repository, RepositoryUse Use)>? _known;
    private string? _path;
    private string? _fault;
    private bool _busy;

    [Inject]
    private RepositoryUpkeep Upkeep { get; set; } = null!;

    [Inject]
    private IWorkflowLibrary Library { get; set; } = null!;

    [Inject]
    private OrderDesk Toasts { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => notice is Notice.WorkflowsChanged or Notice.WorkspacesChanged or Notice.RunChanged;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) => _known = await Upkeep.ListAsync(cancellationToken);

    private Task AddAsync() => ActAsync(async () =>
    {
        var path = _path?.Trim() ?? "";
        var (repository, fault) = await Library.AddRepositoryAsync(path, CancellationToken.None);
        _fault = fault is null ? null : Sentences.Of(fault);
        if (repository is not null)
        {
            _path = null;
            Toasts.Say(NotificationSeverity.Info, $"{repository.Name} is known", repository.Path);
        }
    });

    private Task ForgetAsync(Repository repository) => ActAsync(async () =>
    {
        if (await Upkeep.ForgetAsync(repository, CancellationToken.None) is { } hold)
        {
            Toasts.Refuse(hold);
        }
    });

    private Task SetAsync(Repository repository, bool? fetch = null, bool? push = null) => ActAsync(async () =>
    {
        if (await Upkeep.SetSyncAsync(repository, fetch, push, CancellationToken.None) is { } fault)
        {
            Toasts.Refuse(fault);
        }
    });

    private async Task ActAsync(Func<Task> act)
    {
        if (_busy || await Toasts.ActorAsync(Authentication) is null)
        {
            return;
        }

        _busy = true;
        try
        {
            await act();
            await ReadAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
