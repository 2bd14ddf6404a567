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
public sealed class FeatureDesk(IFeatureStore store, FeatureWorkflows workflows, IRunService runs, IRunQueries queries, RunEventBus bus, TimeProvider time, AuditLog? audit = null)
{
    /// <summary>How often a change is made again when somebody else changed the feature in the same moment.</summary>
    private const int Tries = 5;

    /// <summary>Features; changed last, first; those that come after another one in that order.</summary>
    public Task<IReadOnlyList<Feature>> ListAsync(RepositoryId? repository, FeatureId? before, int limit, CancellationToken cancellationToken) => store.ListAsync(repository, before, limit, cancellationToken);

    /// <summary>One by its id; null when there is none.</summary>
    public Task<Feature?> GetAsync(FeatureId id, CancellationToken cancellationToken) => store.GetAsync(id, cancellationToken);

    /// <summary>Those of this slug; of several repositories, several.</summary>
    public Task<IReadOnlyList<Feature>> FindAsync(string slug, CancellationToken cancellationToken) => store.FindAsync(slug, cancellationToken);

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
        if ((await store.FindAsync(spec.Id, cancellationToken)).All(f => f.RepositoryId != repository.Id))
        {
            var feature = Feature.Create(repository.Id, spec, text, by, time.GetUtcNow());
            if (await store.AddAsync(feature, cancellationToken))
            {
                return await ChangedAsync(feature, null, read.Diagnostics);
            }
        }

        var known = (await store.FindAsync(spec.Id, cancellationToken)).FirstOrDefault(f => f.RepositoryId == repository.Id);
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
    public async Task<FeatureResult> StartAsync(FeatureId id, string? agent, RunTrigger trigger, string by, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(id, cancellationToken) is not { } feature)
        {
            return Missing(id);
        }

        if (await RefusalAsync(feature, cancellationToken) is { } refusal)
        {
            return new FeatureResult { Refused = refusal };
        }

        if (await workflows.RepositoryAsync(feature.RepositoryId, cancellationToken) is not { } repository)
        {
            return new FeatureResult { NotFound = $"the repository of {feature.Slug} is not known any more" };
        }

        var read = workflows.Make(feature, agent);
        if (!read.IsAccepted)
        {
            return new FeatureResult { Broken = read.Diagnostics };
        }

        var workflow = read.Created[0];
        if (await SaveAsync(feature, repository, workflow, by, cancellationToken) is { } problem)
        {
            return problem;
        }

        var request = new StartRunRequest
        {
            // Of two who ask at once, or who ask again because the first answer was lost, both get the one run.
            Id = EntityId.Of<RunId>($"{feature.Id.Value}\n{feature.RunId?.Value}"),
            Workflow = $"{repository.Name}/{workflow.Slug}",
            Trigger = trigger,
            Actor = by,
        };
        var started = await runs.StartAsync(request, cancellationToken);
        if (started.Run is not { } run)
        {
            return new FeatureResult { NotFound = started.NotFound, Refused = started.Refused ?? started.Invalid?.Select(f => f.Message).FirstOrDefault(), Broken = started.Broken };
        }

        return await ChangeAsync(
            id,
            now => Begin(now, run, workflow.Slug, by),
            cancellationToken,
            [.. read.Warnings.Select(w => new Diagnostic("spec.yaml", w.Line, w.Column, DiagnosticSeverity.Warning, ImportCodes.NotMappable, w.Message))]);
    }

    /// <summary>Says of a line of its checklist that it holds, or no longer.</summary>
    public Task<FeatureResult> TickAsync(FeatureId id, string key, bool holds, string by, CancellationToken cancellationToken) => ChangeAsync(
        id,
        feature =>
        {
            if (feature.Status == FeatureStatus.Completed)
            {
                return $"{feature.Slug} is completed: its checklist stays as it is";
            }

            if (!ChecklistOf(feature).Any(c => string.Equals(c.Key, key, StringComparison.Ordinal)))
            {
                return $"{feature.Slug} has no line '{key}' in its checklist";
            }

            feature.Tick(key, holds, by, time.GetUtcNow());
            return null;
        },
        cancellationToken);

    /// <summary>Accepts a feature whose tasks are done and whose checklist holds.</summary>
    public Task<FeatureResult> CompleteAsync(FeatureId id, string by, CancellationToken cancellationToken) => ChangeAsync(
        id,
        feature =>
        {
            var open = ChecklistOf(feature).Count(c => feature.Ticks.All(t => !string.Equals(t.Key, c.Key, StringComparison.Ordinal)));
            return feature.Status != FeatureStatus.Review ? $"{feature.Slug} is {FeatureWords.Of(feature.Status)}: only what is in review can be completed"
                : open > 0 ? FormattableString.Invariant($"{open} {(open == 1 ? "line" : "lines")} of the checklist of {feature.Slug} {(open == 1 ? "is" : "are")} not ticked")
                : Move(feature, FeatureStatus.Completed, $"accepted by {by}", by);
        },
        cancellationToken);

    /// <summary>Stops a feature, with the reason: its run does not move it on until it is unblocked.</summary>
    public Task<FeatureResult> BlockAsync(FeatureId id, string reason, string by, CancellationToken cancellationToken) =>
        ChangeAsync(id, feature => reason.Contains('\0', StringComparison.Ordinal) ? "a reason cannot have a NUL character" : Move(feature, FeatureStatus.Blocked, reason, by), cancellationToken);

    /// <summary>Lets a blocked feature go on from where it stood.</summary>
    public Task<FeatureResult> UnblockAsync(FeatureId id, string by, CancellationToken cancellationToken) => ChangeAsync(
        id,
        feature => feature.Status == FeatureStatus.Blocked ? Move(feature, feature.BlockedFrom ?? FeatureStatus.Planning, null, by) : $"{feature.Slug} is {FeatureWords.Of(feature.Status)}, not blocked",
        cancellationToken);

    /// <summary>Forgets a feature. Its runs and its workflow stay.</summary>
    public async Task<bool> RemoveAsync(FeatureId id, CancellationToken cancellationToken)
    {
        var removed = await store.RemoveAsync(id, cancellationToken);
        if (removed)
        {
            bus.Publish(new Notice.FeaturesChanged());
            await (audit?.WriteAsync(AuditActions.FeatureRemove, id.Value) ?? Task.CompletedTask);
        }

        return removed;
    }

    private static IReadOnlyList<FeatureCheck> ChecklistOf(Feature feature) => FeatureSpecFile.Read(feature.Text, "spec.yaml").Spec is { } spec ? FeatureChecklist.Of(spec) : [];

    private string? Begin(Feature feature, Run run, string workflow, string by)
    {
        if (feature.Status == FeatureStatus.Completed)
        {
            return $"{feature.Slug} was completed in this moment; {run.Key} is at work all the same";
        }

        IReadOnlyList<FeatureTaskLink> tasks = FeatureSpecFile.Read(feature.Text, "spec.yaml").Spec is { } spec ? Feature.LinksOf(spec) : [];
        feature.Start(run.Id, workflow, tasks, by, time.GetUtcNow());
        return null;
    }

    private string? Move(Feature feature, FeatureStatus status, string? reason, string by)
    {
        if (!FeatureTransitions.Table.Allows(feature.Status, status))
        {
            return $"{feature.Slug} is {FeatureWords.Of(feature.Status)} and cannot become {FeatureWords.Of(status)}";
        }

        feature.MoveTo(status, reason, by, time.GetUtcNow());
        return null;
    }

    private Task<FeatureResult> RewriteAsync(FeatureId id, FeatureSpecResult read, string text, string by, CancellationToken cancellationToken) => ChangeAsync(
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

            feature.Rewrite(read.Spec, text, by, time.GetUtcNow());
            return null;
        },
        cancellationToken,
        read.Diagnostics);

    /// <summary>Writes its workflow into the repository; null when that is done.</summary>
    private async Task<FeatureResult?> SaveAsync(Feature feature, Repository repository, ImportedWorkflow workflow, string by, CancellationToken cancellationToken)
    {
        var isOurs = string.Equals(feature.Workflow, workflow.Slug, StringComparison.Ordinal);
        if (await workflows.SaveAsync(repository, workflow, isOurs, cancellationToken) is { } fault)
        {
            return new FeatureResult { Refused = fault };
        }

        if (isOurs)
        {
            return null;
        }

        // Even when no run comes of it: the file is the feature's from now on, and an edited spec may replace it.
        var owned = await ChangeAsync(feature.Id, now => { now.Own(workflow.Slug, by, time.GetUtcNow()); return null; }, cancellationToken);
        return owned.Feature is null ? owned : null;
    }

    private async Task<string?> RefusalAsync(Feature feature, CancellationToken cancellationToken)
    {
        if (feature.Status == FeatureStatus.Completed)
        {
            return $"{feature.Slug} is completed";
        }

        if (feature.IsHeld)
        {
            return $"{feature.Slug} is blocked ({feature.StatusReason}): unblock it first";
        }

        return feature.RunId is { } last && await queries.GetAsync(last, cancellationToken) is { Run: { HasEnded: false } run } ? $"the tasks of {feature.Slug} are at work in {run.Key} already" : null;
    }

    /// <summary>Reads, changes and saves; again where somebody else was faster. The change says what stands against it.</summary>
    private async Task<FeatureResult> ChangeAsync(FeatureId id, Func<Feature, string?> change, CancellationToken cancellationToken, IReadOnlyList<Diagnostic>? diagnostics = null)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            if (await store.GetAsync(id, cancellationToken) is not { } feature)
            {
                return Missing(id);
            }

            var before = new { feature.Status, feature.Revision, Ticks = feature.Ticks.Count };
            if (change(feature) is { } refusal)
            {
                return new FeatureResult { Refused = refusal };
            }

            if (await store.SaveAsync(feature, cancellationToken))
            {
                return await ChangedAsync(feature, before, diagnostics ?? []);
            }
        }

        return new FeatureResult { Refused = $"somebody else changed {id} at the same time: look again" };
    }

    private async Task<FeatureResult> ChangedAsync(Feature feature, object? before, IReadOnlyList<Diagnostic> diagnostics)
    {
        bus.Publish(new Notice.FeaturesChanged());
        await (audit?.WriteAsync(AuditActions.FeatureChange, feature.Slug, before, new { feature.Status, feature.Revision, Ticks = feature.Ticks.Count, Run = feature.RunId?.Value }) ?? Task.CompletedTask);
        return new FeatureResult { Feature = feature, Diagnostics = diagnostics };
    }

    private static FeatureResult Missing(FeatureId id) => new() { NotFound = $"there is no feature {id}" };
}
