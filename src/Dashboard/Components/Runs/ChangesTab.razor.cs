using System.Globalization;
using Microsoft.AspNetCore.Components;
using Signalbox.Dashboard.Components.Diffs;
using Signalbox.Engine.Events;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Diffs;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Workspaces.Diffs;

namespace Signalbox.Dashboard.Components.Runs;

/// <summary>What a run changed: all of it, a step's part, or what lies between two checkpoints; of several repositories each or all. Read again, unhurriedly, while it may still change.</summary>
public sealed partial class ChangesTab
{
    private const int MaxOpenFiles = 20;
    private const int MaxOpenLines = 400;
    private const int MaxOpenInAll = 2000;

    private readonly Dictionary<string, bool> _folded = new(StringComparer.Ordinal);
    private IReadOnlyList<Checkpoint> _checkpoints = [];
    private IReadOnlyList<Entry> _page = [];
    private HashSet<string> _open = [];
    private int _count;
    private ChangesUrl? _read;
    private RunDiff? _diff;

    /// <summary>The run.</summary>
    [Parameter, EditorRequired]
    public required RunView View { get; set; }

    /// <summary>Which changes, and how they are shown. The page reads it from the address: a component that comes and goes with a navigation may not.</summary>
    [Parameter, EditorRequired]
    public required ChangesUrl Url { get; set; }

    [Inject]
    private IRunDiffs Diffs { get; set; } = null!;

    [Inject]
    private IRunQueries Runs { get; set; } = null!;

    [Inject]
    private RunRecords Records { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    // git reads the whole worktree each time, beside the agent that works there
    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromSeconds(3);

    private bool IsWhole => Url is { Repository: null, Step: null, Since: null, Until: null };

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => notice is Notice.RunChanged changed && changed.RunId == View.Run.Id;

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        // The run's page gives a new view up to ten times a second, and git is asked only when the bus says that something happened
        if (_read is null || _read.Scope != Url.Scope)
        {
            return ReadAsync();
        }

        Arrange(Url);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        // Rendered to text first and then for good: the work is done once
        if (!RendererInfo.IsInteractive)
        {
            return;
        }

        var url = Url;
        if (_read?.Scope != url.Scope)
        {
            _diff = null;
        }
        else if (_diff is { IsLive: false } && _diff.Parts.All(p => (p.NotFound ?? p.Fault) is null))
        {
            return; // between two commits nothing changes any more
        }

        // The newest state: the page may not have read it yet
        var state = await Runs.GetAsync(View.Run.Id, cancellationToken) ?? View.State;
        _checkpoints = [.. (await Records.CheckpointsAsync(state.Run.Id, cancellationToken)).Where(c => c.Commit is not null || c.Commits.Count > 0)];
        var diff = await Diffs.ReadAsync(state, url.Scope, cancellationToken);
        _diff = _diff?.IsSameAs(diff) == true ? _diff : diff;
        _read = url;
        Arrange(Url);
    }

    private void Arrange(ChangesUrl url)
    {
        List<(RunDiff Part, DiffFile File)> files = [.. (_diff?.Parts ?? []).SelectMany(p => p.List.Files.Select(f => (p, f))).Take(DiffLimits.MaxFiles)];
        _count = files.Count;
        _page = [.. files.Skip(url.From).Take(ChangesUrl.PageSize).Select((f, i) => Entry.Of(f.Part, f.File, url.From + i))];
        _open = [];
        var lines = 0;
        foreach (var entry in _page)
        {
            var file = entry.File;
            var size = (file.Added ?? 0) + (file.Removed ?? 0);
            if (_open.Count < MaxOpenFiles && size <= MaxOpenLines && lines + size <= MaxOpenInAll && !file.IsGenerated)
            {
                lines += size;
                _open.Add(entry.Place);
            }
        }
    }

    private bool IsOpen(Entry entry) => _folded.TryGetValue(entry.Place, out var open) ? open : _open.Contains(entry.Place);

    private bool IsShown(StepView step) => Url.Step is { } wanted
        && (string.Equals(step.Step.Id.Value, wanted, StringComparison.Ordinal)
            || (string.Equals(step.Step.StepId, wanted, StringComparison.Ordinal) && step.Step.Visit == View.Steps.Where(s => string.Equals(s.Step.StepId, wanted, StringComparison.Ordinal)).Max(s => s.Step.Visit)));

    // Of a step's changes: where it works
    private bool IsShown(RunRepository repository) =>
        string.Equals(Url.Repository ?? (Url.Step is null ? null : _diff?.Parts[0].Repository), repository.Name, StringComparison.Ordinal);

    private static string Title(StepView step) => step.Step.Visit > 1 ? string.Create(CultureInfo.InvariantCulture, $"{step.Step.Name}, visit {step.Step.Visit}") : step.Step.Name;

    private static string Point(Checkpoint point)
    {
        var words = point.Summary.Length > 60 ? point.Summary[..60] + "…" : point.Summary;
        return $"{point.StepId ?? "the run"}: {words}";
    }

    private static string? Given(ChangeEventArgs change) => change.Value is string { Length: > 0 } value ? value : null;

    private void Go(ChangesUrl url) => Navigation.NavigateTo(url.ToHref());

    /// <summary>A file with its place on the page.</summary>
    private sealed record Entry(RunDiff Part, DiffFile File, string Id, string Folder, string Name)
    {
        /// <summary>What tells it apart from all others, also those of the same name in other repositories.</summary>
        public string Place => $"{Part.Repository}:{File.Path}";

        public static Entry Of(RunDiff part, DiffFile file, int index)
        {
            var at = file.Path.LastIndexOf('/');
            return new Entry(part, file, string.Create(CultureInfo.InvariantCulture, $"file-{index}"), at < 0 ? "" : file.Path[..at], file.Path[(at + 1)..]);
        }
    }
}
