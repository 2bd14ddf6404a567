using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Features;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Library;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Api;

/// <summary>Features as the API shows them.</summary>
internal sealed class FeatureModels(IWorkflowLibrary library, IRunQueries queries)
{
    /// <summary>One, with its spec.</summary>
    public async Task<FeatureModel> OfAsync(Feature feature, CancellationToken cancellationToken) =>
        Of(feature, await NamesAsync(cancellationToken), await KeysAsync([feature], cancellationToken), FeatureSpecFile.Read(feature.Text, "spec.yaml"));

    /// <summary>Several, as their rows have them: no spec is read for a list, which may hold hundreds.</summary>
    public async Task<IReadOnlyList<FeatureModel>> OfAsync(IReadOnlyList<Feature> features, CancellationToken cancellationToken)
    {
        var (names, keys) = (await NamesAsync(cancellationToken), await KeysAsync(features, cancellationToken));
        return [.. features.Select(f => Of(f, names, keys, read: null))];
    }

    private static FeatureModel Of(Feature f, Dictionary<RepositoryId, string> names, IReadOnlyDictionary<RunId, string> keys, FeatureSpecResult? read)
    {
        var tasks = read?.Spec?.Tasks.DistinctBy(t => t.Id, StringComparer.Ordinal).ToDictionary(t => t.Id, StringComparer.Ordinal) ?? [];
        var ticks = f.Ticks.ToDictionary(t => t.Key, StringComparer.Ordinal);
        return new FeatureModel
        {
            Id = f.Id.Value,
            Feature = f.Slug,
            Name = f.Name,
            Priority = f.Priority,
            Status = f.Status.ToString(),
            StatusReason = f.StatusReason,
            Repository = names.GetValueOrDefault(f.RepositoryId, f.RepositoryId.Value),
            Run = f.RunId is { } run ? keys.GetValueOrDefault(run, run.Value) : null,
            Workflow = f.Workflow,
            TasksDone = f.Tasks.Count(t => t.IsDone),
            TasksTotal = f.Tasks.Count,
            Tasks = [.. f.Tasks.Select(t => Of(t, tasks.GetValueOrDefault(t.TaskId)))],
            Requirements = [.. (read?.Spec?.Requirements ?? []).Select(Of)],
            Checklist = read?.Spec is not { } spec ? [] : [.. FeatureChecklist.Of(spec).Select(c => Of(c, ticks.GetValueOrDefault(c.Key)))],
            Diagnostics = [.. (read?.Diagnostics ?? []).Select(Shapes.Of)],
            Text = read is null ? null : f.Text,
            Revision = f.Revision,
            CreatedBy = f.CreatedBy,
            CreatedAt = f.CreatedAt,
            UpdatedBy = f.UpdatedBy,
            UpdatedAt = f.UpdatedAt,
        };
    }

    private static FeatureTaskModel Of(FeatureTaskLink link, FeatureTask? task) =>
        new(link.TaskId, task?.Role, task?.Title, link.StepId, link.Status.ToString(), link.Reason, link.Verified, task?.Methodology, task?.MaxIterations, link.Flag, task?.Type, task?.Reference);

    private static FeatureRequirementModel Of(FeatureRequirement r) => new(r.Id, r.Title, r.Description, r.Priority, r.TestCoverage, r.AcceptanceCriteria);

    private static FeatureCheckModel Of(FeatureCheck check, FeatureTick? tick) =>
        new(check.Key, check.Owner, check.IsDoneWhen ? "done_when" : "criterion", check.Text, check.Command, tick is { Holds: true }, tick?.By, tick?.At);

    private Task<IReadOnlyDictionary<RunId, string>> KeysAsync(IReadOnlyList<Feature> features, CancellationToken cancellationToken) =>
        queries.KeysAsync([.. features.Select(f => f.RunId).OfType<RunId>()], cancellationToken);

    private async Task<Dictionary<RepositoryId, string>> NamesAsync(CancellationToken cancellationToken) => (await library.RepositoriesAsync(cancellationToken)).ToDictionary(r => r.Id, r => r.Name);
}
