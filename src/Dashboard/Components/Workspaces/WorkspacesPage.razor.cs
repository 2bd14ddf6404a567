using Microsoft.AspNetCore.Components;
using Signalbox.Dashboard.Components.Shared;
using Signalbox.Engine.Events;
using Signalbox.Engine.Workspaces.Upkeep;

namespace Signalbox.Dashboard.Components.Workspaces;

/// <summary>The worktrees of runs: what they hold, how far they are from the default branch, what they take, and how to be rid of them.</summary>
public sealed partial class WorkspacesPage
{
    private const int PageSize = 50;

    private readonly List<(WorkspaceEntry Entry, WorkspaceLook? Look)> _entries = [];
    private IReadOnlyList<string> _repositories = [];
    private WorkspacesUrl _url = new();
    private string? _next;
    private string? _disk;
    private int _total;
    private int _pages = 1;
    private bool _loaded;

    [Inject]
    private WorkspaceDesk Desk { get; set; } = null!;

    [Inject]
    private RepositoryUpkeep Repositories { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromQuery]
    private string? Status { get; set; }

    [SupplyParameterFromQuery]
    private string? Repository { get; set; }

    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromSeconds(1);

    // What people and agents do in a worktree is told to nobody: it is looked at.
    /// <inheritdoc/>
    protected override TimeSpan? Every => TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => notice is Notice.WorkspacesChanged or Notice.RunChanged or Notice.WorkflowsChanged;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var url = WorkspacesUrl.Read(Status, Repository);
        if (url != _url)
        {
            _url = url;
            _pages = 1;
        }
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var known = await Repositories.KnownAsync(cancellationToken);
        _repositories = [.. known.Select(r => r.Name).Append(_url.Repository).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var repository = _url.Repository is { } name ? await Repositories.GetAsync(name, cancellationToken) : null;
        var filter = new WorkspaceFilter { Statuses = _url.Statuses, Repository = repository?.Id, Limit = PageSize };
        var entries = new List<(WorkspaceEntry, WorkspaceLook?)>();
        var total = 0;
        for (var page = 0; page < _pages && (_url.Repository is null || repository is not null); page++)
        {
            // Shown at once with what is known; what is looked at now is told by the bus.
            var (read, looks) = await Desk.ListAsync(filter, TimeSpan.Zero, cancellationToken);
            entries.AddRange(read.Items.Zip(looks));
            total = read.Total;
            filter = filter with { Cursor = read.NextCursor };
            if (read.NextCursor is null)
            {
                break;
            }
        }

        _entries.Clear();
        _entries.AddRange(entries);
        _next = filter.Cursor;
        _total = total;
        _disk = entries.Exists(e => e.Item2?.Disk is not null) ? $"{SizeText.Of(entries.Sum(e => e.Item2?.Disk?.Bytes ?? 0))} on disk" : null;
        _loaded = true;
    }

    private async Task MoreAsync()
    {
        _pages++;
        await ReadAsync();
    }
}
