using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Learnings;
using Signalbox.Engine.Sessions;

namespace Signalbox.Engine.Runs.Execution.Sessions;

/// <summary>What the files of a run's sessions say, to be written in one transaction.</summary>
public sealed record SessionPaperSave
{
    public required RunId RunId { get; init; }

    /// <summary>Files whose text changed.</summary>
    public required IReadOnlyList<SessionPaper> Papers { get; init; }

    /// <summary>Questions that agents ask people.</summary>
    public IReadOnlyList<Approval> Questions { get; init; } = [];

    /// <summary>Proposals; those that were made before are left out.</summary>
    public IReadOnlyList<Learning> Learnings { get; init; } = [];

    /// <summary>Events without sequence, time and trace id.</summary>
    public IReadOnlyList<RunEvent> Events { get; init; } = [];
}
