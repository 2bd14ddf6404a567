using System.Text;
using Signalbox.Engine.Audit;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Import;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Features;

/// <summary>What people and programs may do with features; the only door to a change of one (spec 4, 1.3 and 3.1).</summary>
public sealed class FeatureDesk
{
    private readonly IFeatureStore _store;
    private readonly RunEventBus _bus;
    private readonly TimeProvider _time;
    private readonly AuditLog? _audit;
    private readonly FeatureChanges _changes;
    private readonly FeatureStart _start;

    /// <summary>A desk over a store.</summary>
    public FeatureDesk(IFeatureStore store, FeatureWorkflows workflows, IRunService runs, IRunQueries queries, RunEventBus bus, TimeProvider time, AuditLog? audit = null)
    {
        (_store, _bus, _time, _audit) = (store, bus, time, audit);
        _changes = new FeatureChanges(store, bus, audit);
        _start = new FeatureStart(store, workflows, runs, queries, _changes, time);
    }

    /// <summary>Features; changed last, first; those that come after another one in that order.</summary>
    public Task<IReadOnlyList<Feature>> ListAsync(RepositoryId? repository, FeatureId? before, int limit, CancellationToken cancellationToken) => _store.ListAsync(repository, before, limit, cancellationToken);

    /// <summary>One by its id; null when there is none.</summary>
    public Task<Feature?> GetAsync(FeatureId id, CancellationToken cancellationToken) => _store.GetAsync(id, cancellationToken);

    /// <summary>Those of this slug; of several repositories, several.</summary>
    public Task<IReadOnlyList<Feature>> FindAsync(string slug, CancellationToken cancellationToken) => _store.FindAsync(slug, cancellationToken);

    /// <summary>
    /// Makes a feature of a spec, or takes over the new text of one that is there. A spec with faults is taken as far as it can be shown; the faults
    /// come with it. Where an older feature stands is kept, whatever the text says.
    /// </summary>
    public async Task<FeatureResult> ImportAsync(Repository repository, ReadOnlyMemory<byte> utf8, string file, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(repository);
        var read = FeatureSpecFile.Read(utf8, file);
        if (read.Spec is not { } spec)
        {
            return new FeatureResult { Broken = read.Diagnostics };
        }

        if (Feature.Unfit(spec) is { } unfit)
        {
            return new FeatureResult { Refused = unfit };
        }

        var text = Encoding.UTF8.GetString(utf8.Span).TrimStart('\uFEFF');
        if ((await _store.FindAsync(spec.Id, cancellationToken)).All(f => f.RepositoryId != repository.Id))
        {
            var feature = Feature.Create(repository.Id, spec, text, by, _time.GetUtcNow());
            if (await _store.AddAsync(feature, cancellationToken))
            {
                return await _changes.TellAsync(feature, null, Feature.Unproved(spec) is null ? read.Diagnostics : [.. read.Diagnostics, Planned(spec, file)]);
            }
        }

        var known = (await _store.FindAsync(spec.Id, cancellationToken)).FirstOrDefault(f => f.RepositoryId == repository.Id);
        return known is null
            ? new FeatureResult { Refused = $"{spec.Id} was removed in this moment: import it again" }
            : await RewriteAsync(known.Id, read, text, by, cancellationToken);
    }

    /// <summary>Takes over an edited text; the id must stay.</summary>
    public Task<FeatureResult> EditAsync(FeatureId id, string text, string by, CancellationToken cancellationToken)
    {
        var read = FeatureSpecFile.Read(text, "spec.yaml");
        return read.Spec is null ? Task.FromResult(new FeatureResult { Broken = read.Diagnostics }) : RewriteAsync(id, read, text, by, cancellationToken);
    }

    /// <summary>Makes a run of its tasks: each becomes a step (<see cref="WorkflowImporter"/>).</summary>
    /// <param name="id">The feature.</param>
    /// <param name="agent">Agent of its tasks; null: the importer's.</param>
    /// <param name="trigger">How it was asked for.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Gives up; a run that was started goes on.</param>
    public Task<FeatureResult> StartAsync(FeatureId id, string? agent, RunTrigger trigger, string by, CancellationToken cancellationToken) => _start.StartAsync(id, agent, trigger, by, cancellationToken);

    /// <summary>Says of a line of its checklist that it holds, or no longer.</summary>
    public Task<FeatureResult> TickAsync(FeatureId id, string key, bool holds, string by, CancellationToken cancellationToken) => _changes.MakeAsync(
        id,
        feature =>
        {
            if (feature.Status == FeatureStatus.Completed)
            {
                return $"{feature.Slug} is completed: its checklist stays as it is";
            }

            if (ChecklistOf(feature).FirstOrDefault(c => string.Equals(c.Key, key, StringComparison.Ordinal)) is not { } check)
            {
                return $"{feature.Slug} has no line '{key}' in its checklist";
            }

            // Of a line that its command ticks, the refusal is kept: the next look at the run would tick it again.
            _ = holds || check.Command is null ? feature.Tick(key, holds, by, _time.GetUtcNow()) : feature.Refuse(key, by, _time.GetUtcNow());
            return null;
        },
        cancellationToken);

    /// <summary>Accepts a feature whose tasks are done and whose checklist holds.</summary>
    public Task<FeatureResult> CompleteAsync(FeatureId id, string by, CancellationToken cancellationToken) => _changes.MakeAsync(
        id,
        feature =>
        {
            var open = ChecklistOf(feature).Count(c => !feature.Holds(c.Key));
            return feature.Status != FeatureStatus.Review ? $"{feature.Slug} is {FeatureWords.Of(feature.Status)}: only what is in review can be completed"
                : feature.Tasks.FirstOrDefault(t => !t.IsDone) is { } undone ? $"{undone.TaskId} of {feature.Slug} is not done: start its tasks again, or take it out of the spec"
                : open > 0 ? FormattableString.Invariant($"{open} {(open == 1 ? "line" : "lines")} of the checklist of {feature.Slug} {(open == 1 ? "is" : "are")} not ticked")
                : Move(feature, FeatureStatus.Completed, $"accepted by {by}", by);
        },
        cancellationToken);

    /// <summary>Stops a feature, with the reason: its run does not move it on until it is unblocked.</summary>
    public Task<FeatureResult> BlockAsync(FeatureId id, string reason, string by, CancellationToken cancellationToken) => _changes.MakeAsync(
        id,
        feature =>
        {
            if (reason.Contains('\0', StringComparison.Ordinal))
            {
                return "a reason cannot have a NUL character";
            }

            if (feature is not { Status: FeatureStatus.Blocked, IsHeld: false })
            {
                return Move(feature, FeatureStatus.Blocked, reason, by);
            }

            feature.Hold(reason, by, _time.GetUtcNow());
            return null;
        },
        cancellationToken);

    /// <summary>Lets a feature that a person blocked go on from where it stood.</summary>
    public Task<FeatureResult> UnblockAsync(FeatureId id, string by, CancellationToken cancellationToken) => _changes.MakeAsync(
        id,
        feature => feature.Status != FeatureStatus.Blocked ? $"{feature.Slug} is {FeatureWords.Of(feature.Status)}, not blocked"
            // Let go, it would stand as if its tasks went on, and nothing would go on.
            : feature is { IsHeld: false, RunId: not null } ? $"no person blocked {feature.Slug} ({feature.StatusReason}): resume its run, or start it again"
            : Move(feature, feature.BlockedFrom ?? FeatureStatus.Planning, null, by),
        cancellationToken);

    /// <summary>Forgets a feature. Its runs and its workflow stay.</summary>
    public async Task<bool> RemoveAsync(FeatureId id, CancellationToken cancellationToken)
    {
        var removed = await _store.RemoveAsync(id, cancellationToken);
        if (removed)
        {
            _bus.Publish(new Notice.FeaturesChanged());
            await (_audit?.WriteAsync(AuditActions.FeatureRemove, id.Value) ?? Task.CompletedTask);
        }

        return removed;
    }

    private static IReadOnlyList<FeatureCheck> ChecklistOf(Feature feature) => FeatureSpecFile.Read(feature.Text, "spec.yaml").Spec is { } spec ? FeatureChecklist.Of(spec) : [];

    private static Diagnostic Planned(FeatureSpec spec, string file) => new(
        file, spec.Line, 1, DiagnosticSeverity.Warning, DiagnosticCodes.NotAllowed, $"The spec says '{spec.Status}', and no run here shows it: the feature is planned.");

    private string? Move(Feature feature, FeatureStatus status, string? reason, string by)
    {
        if (!FeatureTransitions.Table.Allows(feature.Status, status))
        {
            return $"{feature.Slug} is {FeatureWords.Of(feature.Status)} and cannot become {FeatureWords.Of(status)}";
        }

        feature.MoveTo(status, reason, by, _time.GetUtcNow());
        return null;
    }

    private Task<FeatureResult> RewriteAsync(FeatureId id, FeatureSpecResult read, string text, string by, CancellationToken cancellationToken) => _changes.MakeAsync(
        id,
        feature =>
        {
            if (!string.Equals(feature.Slug, read.Spec!.Id, StringComparison.Ordinal))
            {
                return $"the id of {feature.Slug} stays: import '{read.Spec.Id}' as a feature of its own";
            }

            if (feature.Status == FeatureStatus.Completed && !string.Equals(feature.Text, text, StringComparison.Ordinal))
            {
                return $"{feature.Slug} is completed: its spec stays as it is";
            }

            if (Feature.Unfit(read.Spec) is { } unfit)
            {
                return unfit;
            }

            feature.Rewrite(read.Spec, text, by, _time.GetUtcNow());
            return null;
        },
        cancellationToken,
        read.Diagnostics);
}
