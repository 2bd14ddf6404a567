using System.Text;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Import;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Library.Templates;

/// <summary>Makes workflows of templates: shows what would come of one, and writes it into a repository.</summary>
public sealed class TemplateApplier(RepositoryFiles files, IWorkflowLibrary library, IAgentCatalog agents, RepositoryScope scope)
{
    /// <summary>What the template would become; nothing is written.</summary>
    /// <param name="entry">The template.</param>
    /// <param name="values">Values by variable, as people type them.</param>
    /// <param name="name">Name of the workflow; null: the template's own.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<TemplatePreview> PreviewAsync(TemplateEntry entry, IReadOnlyDictionary<string, string> values, string? name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Template is not { } template)
        {
            return new TemplatePreview(entry.Slug, null, [], entry.Diagnostics, []);
        }

        var made = Make(entry, template, values, name);
        var (slug, yaml) = made.Created is [var only] ? (only.Slug, only.Yaml) : (string.IsNullOrWhiteSpace(name) ? template.Slug : name, made.Draft);
        IReadOnlyList<Diagnostic> diagnostics = made.Faults.Count > 0 ? [] : yaml is null ? made.Diagnostics : await CheckAsync(slug, yaml, cancellationToken);
        return new TemplatePreview(slug, yaml, made.Faults, diagnostics, made.Warnings);
    }

    /// <summary>Makes the workflow and writes it into the repository, all or nothing.</summary>
    /// <param name="entry">The template.</param>
    /// <param name="values">Values by variable, as people type them.</param>
    /// <param name="name">Name of the workflow; null: the template's own.</param>
    /// <param name="repository">Where to.</param>
    /// <param name="replace">Whether a workflow of the same name is replaced.</param>
    /// <param name="cancellationToken">Gives up; nothing is half written.</param>
    public async Task<TemplateOutcome> ApplyAsync(
        TemplateEntry entry, IReadOnlyDictionary<string, string> values, string? name, Repository repository, bool replace, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Template is not { } template)
        {
            return new TemplateOutcome(new ImportResult { Diagnostics = entry.Diagnostics }, null);
        }

        var made = Make(entry, template, values, name);
        return new TemplateOutcome(
            made,
            made.IsAccepted ? await files.SaveWorkflowsAsync(repository, [.. made.Created.Select(c => new SavedFile(c.Slug, c.Yaml))], replace, cancellationToken) : null);
    }

    private ImportResult Make(TemplateEntry entry, ImportedTemplate template, IReadOnlyDictionary<string, string> values, string? name) =>
        WorkflowImporter.Import(
            Encoding.UTF8.GetBytes(template.Text),
            Path.GetFileName(entry.Source),
            new ImportOptions { Variables = values, Name = string.IsNullOrWhiteSpace(name) ? null : name, KnownAgents = KnownAgents() });

    /// <summary>What the library will say of the file once it is there.</summary>
    private async Task<IReadOnlyList<Diagnostic>> CheckAsync(string slug, string yaml, CancellationToken cancellationToken)
    {
        var known = new KnownRepositories((await library.RepositoriesAsync(cancellationToken)).Select(r => r.Name).ToHashSet(StringComparer.Ordinal), scope.Only is not null);
        return WorkflowParser.Parse(yaml, slug + ".yaml", KnownAgents(), knownRepositories: known, knownMcpServers: agents.McpServers.Select(s => s.Id).ToHashSet(StringComparer.Ordinal)).Diagnostics;
    }

    private HashSet<string> KnownAgents() => agents.Agents.Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
}
