using System.Security.Cryptography;
using System.Text;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Schemas;
using Signalbox.Engine.Workflows.Import.Reading;

namespace Signalbox.Engine.Features;

/// <summary>
/// A feature of a repository: its spec as a person wrote it, where it stands, its tasks and its checklist (spec 4, FeatureSpec). One writer at a time:
/// the store refuses a save that did not see the newest <see cref="Revision"/>.
/// </summary>
public sealed class Feature
{
    /// <summary>Characters that its own id may have: an index must hold it.</summary>
    public const int MaxSlug = 200;

    /// <summary>Who moves it on when its run does.</summary>
    public const string Engine = "signalbox";

    public required FeatureId Id { get; init; }

    public required RepositoryId RepositoryId { get; init; }

    /// <summary>Its own id in the spec; unique within the repository.</summary>
    public required string Slug { get; init; }

    public required string Name { get; set; }

    /// <summary>Priority as written.</summary>
    public string? Priority { get; set; }

    public FeatureStatus Status { get; private set; }

    /// <summary>Why it has this status.</summary>
    public string? StatusReason { get; private set; }

    /// <summary>Status before it was blocked; null when it is not.</summary>
    public FeatureStatus? BlockedFrom { get; private set; }

    /// <summary>Whether a person blocked it: its run does not move it on then.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>The whole <c>spec.yaml</c>, as written but for its status.</summary>
    public required string Text { get; set; }

    /// <summary>Rises with each save.</summary>
    public int Revision { get; set; } = 1;

    /// <summary>The run that does its tasks now, or did last; null before they were started.</summary>
    public RunId? RunId { get; private set; }

    /// <summary>Workflow that its tasks became; null before that. Its file is the feature's to replace.</summary>
    public string? Workflow { get; private set; }

    /// <summary>Its tasks and the steps that do them, in the order of the spec.</summary>
    public IReadOnlyList<FeatureTaskLink> Tasks { get; set; } = [];

    /// <summary>What was said of the lines of its checklist; of each line once.</summary>
    public IReadOnlyList<FeatureTick> Ticks { get; set; } = [];

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string UpdatedBy { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>SHA-256 of the text.</summary>
    public string TextHash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>
    /// A new feature. It stands where its spec says only where no run has to show it: what a text calls done was not done here, so it is planned.
    /// </summary>
    public static Feature Create(RepositoryId repository, FeatureSpec spec, string text, string by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var feature = new Feature
        {
            Id = EntityId.New<FeatureId>(),
            RepositoryId = repository,
            Slug = spec.Id,
            Name = spec.Name,
            Priority = spec.Priority,
            Status = StatusOf(spec),
            Text = text,
            Tasks = LinksOf(spec),
            CreatedBy = by,
            CreatedAt = now,
            UpdatedBy = by,
            UpdatedAt = now,
        };
        if (Unproved(spec) is not null)
        {
            feature.WriteStatus();
        }

        return feature;
    }

    /// <summary>The status in a new feature's spec that only its own run could have brought about; null when it has none such.</summary>
    internal static FeatureStatus? Unproved(FeatureSpec spec) =>
        FeatureWords.Read(spec.Status) is { } status and (FeatureStatus.InProgress or FeatureStatus.Review or FeatureStatus.Completed) ? status : null;

    /// <summary>Why no row can hold a spec, whose id may be anything where it has faults; null when one can.</summary>
    internal static string? Unfit(FeatureSpec spec) =>
        spec.Id.Length > MaxSlug ? FormattableString.Invariant($"the id of a feature has at most {MaxSlug} characters; this has {spec.Id.Length}")
        : $"{spec.Id}{spec.Name}{spec.Priority}".Contains('\0', StringComparison.Ordinal) ? "id, name and priority of a feature cannot have a NUL character"
        : null;

    /// <summary>The tasks of a spec with the steps that they become: the importer names them so.</summary>
    public static IReadOnlyList<FeatureTaskLink> LinksOf(FeatureSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return [.. spec.Tasks.DistinctBy(t => t.Id, StringComparer.Ordinal).Select(t => new FeatureTaskLink(t.Id, new Slugs().Make(t.Id, "task"), Runs.StepStatus.Pending, null, null))];
    }

    /// <summary>Moves it on; the spec's text says so too.</summary>
    /// <exception cref="StateMachines.IllegalTransitionException">The move is not legal.</exception>
    public void MoveTo(FeatureStatus status, string? reason, string by, DateTimeOffset now)
    {
        FeatureTransitions.Table.Check(Status, status);
        IsHeld = status == FeatureStatus.Blocked && !string.Equals(by, Engine, StringComparison.Ordinal);
        BlockedFrom = status == FeatureStatus.Blocked ? Status : null;
        (Status, StatusReason) = (status, reason);
        WriteStatus();
        Touch(by, now);
    }

    /// <summary>A person keeps it where its run stopped it: the run does not move it on until it is let go.</summary>
    /// <exception cref="InvalidOperationException">It is not blocked.</exception>
    public void Hold(string reason, string by, DateTimeOffset now)
    {
        if (Status != FeatureStatus.Blocked)
        {
            throw new InvalidOperationException($"{Slug} is {FeatureWords.Of(Status)}: only what is blocked can be held");
        }

        (IsHeld, StatusReason) = (true, reason);
        Touch(by, now);
    }

    /// <summary>Its tasks are at work in a run. What commands proved of an earlier one, and what people held against that, is to be looked at again.</summary>
    /// <exception cref="StateMachines.IllegalTransitionException">It is completed.</exception>
    public void Start(RunId run, string workflow, IReadOnlyList<FeatureTaskLink> tasks, string by, DateTimeOffset now)
    {
        (RunId, Workflow, Tasks) = (run, workflow, tasks);
        Ticks = [.. Ticks.Where(t => t.Holds && !string.Equals(t.By, FeatureTick.Verify, StringComparison.Ordinal))];
        if (Status == FeatureStatus.Review)
        {
            MoveTo(FeatureStatus.Blocked, "its tasks are done again", by, now);
        }

        if (Status != FeatureStatus.InProgress)
        {
            MoveTo(FeatureStatus.InProgress, null, by, now);
        }
        else
        {
            Touch(by, now);
        }
    }

    /// <summary>
    /// Takes over a new text of its spec; it stays where it stands, unless the text has a task that its run never did: then there is nothing to review.
    /// Ticks of lines that are no longer there fall away.
    /// </summary>
    public void Rewrite(FeatureSpec spec, string text, string by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(spec);
        (Name, Priority, Text) = (spec.Name, spec.Priority, text);
        Tasks = [.. LinksOf(spec).Select(link => Tasks.FirstOrDefault(t => string.Equals(t.TaskId, link.TaskId, StringComparison.Ordinal)) ?? link)];
        var keys = FeatureChecklist.Of(spec).Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        Ticks = [.. Ticks.Where(t => keys.Contains(t.Key))];
        var undone = Tasks.FirstOrDefault(t => !t.IsDone);
        if (Status == FeatureStatus.Review && undone is not null)
        {
            MoveTo(FeatureStatus.Blocked, $"its spec has a task that was not done: {undone.TaskId}", Engine, now);
        }
        else if (Status == FeatureStatus.Blocked && BlockedFrom == FeatureStatus.Review && !IsHeld && undone is null)
        {
            MoveTo(FeatureStatus.Review, "all tasks of its spec are done", Engine, now);
        }
        else
        {
            WriteStatus();
        }

        Touch(by, now);
    }

    /// <summary>What was said of a line of the checklist; null: nothing.</summary>
    public FeatureTick? Said(string key) => Ticks.FirstOrDefault(t => string.Equals(t.Key, key, StringComparison.Ordinal));

    /// <summary>Whether a line of the checklist holds.</summary>
    public bool Holds(string key) => Said(key) is { Holds: true };

    /// <summary>Says of a line of the checklist that it holds, or no longer. False when that changes nothing.</summary>
    public bool Tick(string key, bool holds, string by, DateTimeOffset now)
    {
        if (Holds(key) == holds)
        {
            return false;
        }

        Say(key, holds ? new FeatureTick(key, by, now) : null, by, now);
        return true;
    }

    /// <summary>A command of its run proved a line of the checklist. False when that changes nothing: a person's word counts for more.</summary>
    public bool Prove(string key, DateTimeOffset now) => Said(key) is null && Tick(key, holds: true, FeatureTick.Verify, now);

    /// <summary>A person says of a line that a command proves that it does not hold; that stays until a person says otherwise, or the tasks are done again.</summary>
    public bool Refuse(string key, string by, DateTimeOffset now)
    {
        if (Said(key) is { Holds: false })
        {
            return false;
        }

        Say(key, new FeatureTick(key, by, now, Holds: false), by, now);
        return true;
    }

    /// <summary>Says who changed it, and when.</summary>
    public void Touch(string by, DateTimeOffset now) => (UpdatedBy, UpdatedAt) = (by, now);

    private static FeatureStatus StatusOf(FeatureSpec spec) => Unproved(spec) is null ? FeatureWords.Read(spec.Status) ?? FeatureStatus.Planning : FeatureStatus.Planning;

    private void Say(string key, FeatureTick? tick, string by, DateTimeOffset now)
    {
        var others = Ticks.Where(t => !string.Equals(t.Key, key, StringComparison.Ordinal));
        Ticks = tick is null ? [.. others] : [.. others, tick];
        Touch(by, now);
    }

    /// <summary>A text that cannot be changed at that one place stays as it is: the row is the truth.</summary>
    private void WriteStatus() => Text = DocumentEdit.Set(Text, "feature.status", FeatureWords.Of(Status)).Text ?? Text;
}
