using System.Data.Common;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Persistence.Stores;

/// <summary>A run as the queue sees it.</summary>
/// <param name="WakeUp">The run with its epoch and wake.</param>
/// <param name="Priority">More begins first.</param>
/// <param name="CreatedAt">UTC ticks; earlier begins first within a priority.</param>
/// <param name="Repository">Id of its repository.</param>
/// <param name="Group">Its concurrency group; null: none.</param>
/// <param name="Queued">What it waits for, when it has begun before; null: it has not begun.</param>
internal sealed record QueuedRun(RunWakeUp WakeUp, int Priority, long CreatedAt, string Repository, string? Group, QueuedFor? Queued)
{
    /// <summary>The columns that <see cref="Read"/> takes, of a table called r.</summary>
    public const string Columns = "r.id, r.epoch, r.wake, r.priority, r.created_at, r.repository_id, r.concurrency_group, r.queued_for";

    public static QueuedRun Read(DbDataReader reader) => new(
        new RunWakeUp(RunId.From(reader.GetString(0)), reader.GetInt64(1), reader.GetInt64(2)),
        reader.GetInt32(3),
        reader.GetInt64(4),
        reader.GetString(5),
        reader.IsDBNull(6) ? null : reader.GetString(6),
        reader.IsDBNull(7) ? null : Enum.Parse<QueuedFor>(reader.GetString(7)));

    /// <summary>The group that it has yet to get; null: none.</summary>
    public string? WantedGroup => Queued == QueuedFor.Place ? null : Group;

    /// <summary>Whether it comes before another.</summary>
    public bool IsBefore(QueuedRun other) =>
        Priority != other.Priority ? Priority > other.Priority
        : CreatedAt != other.CreatedAt ? CreatedAt < other.CreatedAt
        : string.CompareOrdinal(WakeUp.RunId.Value, other.WakeUp.RunId.Value) < 0;
}
