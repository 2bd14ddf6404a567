using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Import;

namespace Signalbox.Engine.Features;

/// <summary>Makes a run of a feature's tasks.</summary>
internal sealed class FeatureStart(IFeatureStore store, FeatureWorkflows workflows, IRunService runs, IRunQueries queries, FeatureChanges changes, TimeProvider time)
{
    /// <inheritdoc cref="FeatureDesk.StartAsync"/>
    public async Task<FeatureResult> StartAsync(FeatureId id, string? agent, RunTrigger trigger, string by, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(id, cancellationToken) is not { } feature)
        {
            return FeatureChanges.Missing(id);
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

        // Nothing is noted of the file: it says itself whose it is, so that whatever happens between here and the end, the next start may replace it.
        var workflow = read.Created[0];
        if (await workflows.SaveAsync(feature, repository, workflow, cancellationToken) is { } fault)
        {
            return new FeatureResult { Refused = fault };
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

        return await changes.MakeAsync(
            id,
            now => Begin(now, run, workflow.Slug, by),
            cancellationToken,
            [.. read.Warnings.Select(w => new Diagnostic("spec.yaml", w.Line, w.Column, DiagnosticSeverity.Warning, ImportCodes.NotMappable, w.Message))]);
    }

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
}
