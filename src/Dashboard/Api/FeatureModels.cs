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
    public async Task<FeatureModel> OfAsync(Feature feature, CancellationToken cancellationToken) => Of(feature, await NamesAsync(cancellationToken), await KeyAsync(feature, cancellationToken), withText: true);

    /// <summary>Several, without their specs' texts.</summary>
    public async Task<IReadOnlyList<FeatureModel>> OfAsync(IReadOnlyList<Feature> features, CancellationToken cancellationToken)
    {
        var names = await NamesAsync(cancellationToken);
        List<FeatureModel> models = [];
        foreach (var feature in features)
        {
            models.Add(Of(feature, names, await KeyAsync(feature, cancellationToken), withText: false));
        }

        return models;
    }

    private static FeatureModel Of(Feature f, Dictionary<RepositoryId, string> names, string? run, bool withText)
    {
        var read = FeatureSpecFile.Read(f.Text, "spec.yaml");
        var tasks = read.Spec?.Tasks.DistinctBy(t => t.Id, StringComparer.Ordinal).ToDictionary(t => t.Id, StringComparer.Ordinal) ?? [];
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
            Run = run,
            Workflow = f.Workflow,
            TasksDone = f.Tasks.Count(t => t.IsDone),
            TasksTotal = f.Tasks.Count,
            Tasks = [.. f.Tasks.Select(t => Of(t, tasks.GetValueOrDefault(t.TaskId)))],
            Checklist = read.Spec is null ? [] : [.. FeatureChecklist.Of(read.Spec).Select(c => Of(c, ticks.GetValueOrDefault(c.Key)))],
            Diagnostics = [.. read.Diagnostics.Select(Shapes.Of)],
            Text = withText ? f.Text : null,
            Revision = f.Revision,
            CreatedBy = f.CreatedBy,
            CreatedAt = f.CreatedAt,
            UpdatedBy = f.UpdatedBy,
            UpdatedAt = f.UpdatedAt,
        };
    }

    private static FeatureTaskModel Of(FeatureTaskLink link, FeatureTask? task) =>
        new(link.TaskId, task?.Role, task?.Title, link.StepId, link.Status.ToString(), link.Reason, link.Verified, task?.Methodology, task?.MaxIterations, link.Flag);

    private static FeatureCheckModel Of(FeatureCheck check, FeatureTick? tick) =>
        new(check.Key, check.Owner, check.IsDoneWhen ? "done_when" : "criterion", check.Text, check.Command, tick is not null, tick?.By, tick?.At);

    private async Task<string?> KeyAsync(Feature feature, CancellationToken cancellationToken) =>
        feature.RunId is { } run ? (await queries.GetAsync(run, cancellationToken))?.Run.Key ?? run.Value : null;

    private async Task<Dictionary<RepositoryId, string>> NamesAsync(CancellationToken cancellationToken) => (await library.RepositoriesAsync(cancellationToken)).ToDictionary(r => r.Id, r => r.Name);
}
