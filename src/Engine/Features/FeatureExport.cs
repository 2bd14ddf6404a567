using Signalbox.Engine.Files;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Library;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Workflows.Binding;

namespace Signalbox.Engine.Features;

/// <summary>
/// Writes a feature into its repository's checkout, where people and agents look for it (spec 4, 4.1): <c>.ai/project/features/{id}/</c> with
/// <c>spec.yaml</c>, <c>50_state.md</c>, <c>30_tasks.md</c> and, once there are decisions, <c>DECISIONS.md</c>.
/// </summary>
public sealed class FeatureExport(IFeatureStore store, IWorkflowLibrary library, IRunQueries queries, RunRecords records)
{
    private const string Decisions = "DECISIONS.md";

    /// <summary>The folder of a feature, relative to the repository.</summary>
    public static string FolderOf(string slug) => $".ai/project/features/{slug}";

    /// <summary>Writes it. What stands in the files is replaced, but in <c>DECISIONS.md</c>, to which is only added.</summary>
    public async Task<FeatureExportResult> WriteAsync(FeatureId id, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(id, cancellationToken) is not { } feature)
        {
            return new FeatureExportResult(NotFound: $"there is no feature {id}");
        }

        if ((await library.RepositoriesAsync(cancellationToken)).FirstOrDefault(r => r.Id == feature.RepositoryId) is not { } repository)
        {
            return new FeatureExportResult(NotFound: $"the repository of {feature.Slug} is not known any more");
        }

        // A spec with faults is taken as it is, so its id may be anything: a way out of the folder too.
        if (!NameRule.Feature.IsMatch(feature.Slug))
        {
            return new FeatureExportResult(Refused: $"'{feature.Slug}' cannot name a folder: {NameRule.Feature.Allowed}");
        }

        var (files, fault) = await FilesAsync(feature, repository.Path, cancellationToken);
        List<string> written = [];
        foreach (var (name, text) in files)
        {
            var path = $"{FolderOf(feature.Slug)}/{name}";
            if ((fault ??= await RepositoryText.WriteAsync(repository.Path, path, text, cancellationToken)) is not null)
            {
                return new FeatureExportResult(Refused: $"{path} of {repository.Name} was not written: {fault}");
            }

            written.Add(path);
        }

        return new FeatureExportResult(written);
    }

    private async Task<(IReadOnlyList<(string Name, string Text)> Files, string? Fault)> FilesAsync(Feature feature, string repository, CancellationToken cancellationToken)
    {
        List<(string Name, string Text)> files = [("spec.yaml", feature.Text)];
        var run = feature.RunId is { } id ? (await queries.GetAsync(id, cancellationToken))?.Run : null;
        if (FeatureSpecFile.Read(feature.Text, "spec.yaml").Spec is { } spec)
        {
            files.Add(("50_state.md", FeaturePapers.State(feature, spec, run?.Key)));
            files.Add(("30_tasks.md", FeaturePapers.Tasks(feature, spec)));
        }

        var taken = run is null ? [] : (await records.CheckpointsAsync(run.Id, cancellationToken)).Where(c => c.Type == CheckpointType.Decision).ToList();
        if (taken.Count == 0)
        {
            return (files, null);
        }

        var (text, fault) = await RepositoryText.ReadAsync(repository, $"{FolderOf(feature.Slug)}/{Decisions}", cancellationToken);
        // First: what people wrote must be readable before anything is replaced.
        return ([(Decisions, FeaturePapers.Decisions(text, feature, run!.Key, taken)), .. files], fault);
    }
}
