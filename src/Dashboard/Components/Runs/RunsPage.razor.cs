using Microsoft.AspNetCore.Components;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Engine.Events;
using Signalbox.Engine.Library;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Components.Runs;

/// <summary>All runs, filtered by what the URL says, live.</summary>
public sealed partial class RunsPage
{
    private const int PageSize = 50;
    private static readonly TimeSpan TypingPause = TimeSpan.FromMilliseconds(250);

    private readonly List<RunSummary> _runs = [];
    private IReadOnlyList<string> _workflows = [];
    private RunsUrl _url = new();
    private string? _next;
    private int _total;
    private int _pages = 1;
    private bool _loaded;
    private int _typed;

    [Inject]
    private IRunQueries Runs { get; set; } = null!;

    [Inject]
    private IWorkflowLibrary Library { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromQuery]
    private string? Status { get; set; }

    [SupplyParameterFromQuery]
    private string? Workflow { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    private string? Query { get; set; }

    [SupplyParameterFromQuery]
    private string? Since { get; set; }

    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => notice is Notice.RunChanged or Notice.WorkflowsChanged;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var url = RunsUrl.Read(Status, Workflow, Query, Since);
        if (url != _url)
        {
            _url = url;
            _pages = 1;
        }
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        var runs = new List<RunSummary>();
        string? cursor = null;
        var total = 0;
        for (var page = 0; page < _pages; page++)
        {
            var read = await Runs.ListAsync(_url.ToFilter(now, cursor, PageSize), cancellationToken);
            runs.AddRange(read.Runs);
            total = read.Total;
            cursor = read.NextCursor;
            if (cursor is null)
            {
                break;
            }
        }

        var entries = await Library.ListAsync(cancellationToken);
        // A run's workflow may be gone since; the one in the URL stays choosable
        _workflows = [.. entries.Select(e => e.Workflow.Slug).Append(_url.Workflow).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        _runs.Clear();
        _runs.AddRange(runs);
        _next = cursor;
        _total = total;
        _loaded = true;
    }

    private static string? Text(ChangeEventArgs e) => e.Value as string is { Length: > 0 } text ? text : null;

    private void Go(RunsUrl url) => Navigation.NavigateTo(url.ToHref(), replace: true);

    private async Task MoreAsync()
    {
        _pages++;
        await ReadAsync();
    }

    private async Task TypedAsync(ChangeEventArgs e)
    {
        // Only the last of a burst of key strokes moves on
        var typed = ++_typed;
        await Task.Delay(TypingPause, Time, Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (typed == _typed && !Ended.IsCancellationRequested)
        {
            Go(_url with { Text = Text(e)?.Trim() is { Length: > 0 } text ? text : null });
        }
    }
}
