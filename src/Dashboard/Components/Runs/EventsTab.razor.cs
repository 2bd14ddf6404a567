using System.Globalization;
using Microsoft.AspNetCore.Components;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Components.Runs;

/// <summary>What happened in a run, in order; what was read stays, only what is new is asked for.</summary>
public sealed partial class EventsTab
{
    private const int PageSize = 500;
    private readonly List<RunEvent> _events = [];
    private RunId _of;
    private int _limit = PageSize;
    private bool _more;
    private bool _loaded;

    /// <summary>The run.</summary>
    [Parameter, EditorRequired]
    public RunId RunId { get; set; }

    /// <summary>Key of the run.</summary>
    [Parameter, EditorRequired]
    public required string RunKey { get; set; }

    [Inject]
    private IRunQueries Runs { get; set; } = null!;

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => notice is Notice.RunChanged changed && changed.RunId == RunId;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (_of != RunId)
        {
            _of = RunId;
            _events.Clear();
            _limit = PageSize;
        }

        var room = _limit - _events.Count;
        if (room > 0)
        {
            var read = await Runs.EventsAsync(RunId, _events.Count == 0 ? 0 : _events[^1].Sequence, room, cancellationToken);
            _events.AddRange(read);
        }

        _more = _events.Count >= _limit;
        _loaded = true;
    }

    private static string? LevelClass(EventLevel level) => level switch
    {
        EventLevel.Debug => "faint",
        EventLevel.Info => null,
        EventLevel.Warning => "tone-wait",
        EventLevel.Error => "tone-bad",
    };

    private static string Transition(RunEvent e) => e.Transition?.Replace("->", "→", StringComparison.Ordinal) ?? "";

    private string Subject(RunEvent e) => e switch
    {
        { StepId: null } => RunKey,
        { Attempt: { } attempt } => string.Create(CultureInfo.InvariantCulture, $"{e.StepId} · attempt {attempt}"),
        _ => e.StepId,
    };

    private async Task MoreAsync()
    {
        _limit += PageSize;
        await ReadAsync();
    }
}
