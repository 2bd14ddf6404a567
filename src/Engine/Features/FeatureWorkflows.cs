using System.Text;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Library;
using Signalbox.Engine.Workflows.Import;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Features;

/// <summary>The workflows that features become: made by the importer, kept in the feature's repository.</summary>
public sealed class FeatureWorkflows(IWorkflowLibrary library, RepositoryFiles files, IAgentCatalog agents)
{
    /// <summary>The repository of a feature; null when it is not known any more.</summary>
    public async Task<Repository?> RepositoryAsync(RepositoryId id, CancellationToken cancellationToken) =>
        (await library.RepositoriesAsync(cancellationToken)).FirstOrDefault(r => r.Id == id);

    /// <summary>The workflow that a feature's tasks are, or why they are none.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="agent">Agent of its tasks; null: the importer's.</param>
    public ImportResult Make(Feature feature, string? agent)
    {
        ArgumentNullException.ThrowIfNull(feature);
        var options = new ImportOptions { Dialect = ImportDialect.FeatureSpec, KnownAgents = agents.Agents.Select(a => a.Id).ToHashSet(StringComparer.Ordinal) };
        return WorkflowImporter.Import(Encoding.UTF8.GetBytes(feature.Text), "spec.yaml", agent is null ? options : options with { DefaultAgent = agent });
    }

    /// <summary>Writes it into the repository; one of this name is replaced where the feature wrote it and nobody changed it since.</summary>
    /// <returns>Null when written; else why not, in one sentence.</returns>
    public async Task<string?> SaveAsync(Feature feature, Repository repository, ImportedWorkflow workflow, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(feature);
        ArgumentNullException.ThrowIfNull(repository);
        ArgumentNullException.ThrowIfNull(workflow);
        var isChanged = false;
        var fault = await files.SaveWorkflowsAsync(
            repository,
            [new SavedFile(workflow.Slug, FeatureFile.Sign(feature.Slug, workflow.Yaml))],
            there =>
            {
                var owner = FeatureFile.Of(feature.Slug, there);
                isChanged |= owner == FeatureFile.Owner.Changed;
                return owner == FeatureFile.Owner.Ours;
            },
            cancellationToken);
        return fault is not null && isChanged
            ? $"{repository.Name} has '{workflow.Slug}', which was changed since the feature wrote it: put the change into the spec, or give the changed one another name"
            : fault;
    }
}
