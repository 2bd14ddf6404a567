using System.Text;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Library;
using Signalbox.Engine.Library.Templates;
using Signalbox.Engine.Workflows.Import;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Dashboard.Api;

/// <summary>Imports files: what they hold becomes files of a repository.</summary>
internal sealed class WorkflowImports(IWorkflowLibrary library, RepositoryFiles files, ITemplateCatalog templates, IAgentCatalog agents)
{
    /// <summary>The repository of this name, or the only one, or the problem.</summary>
    public async Task<(Repository? Repository, IResult? Problem)> RepositoryAsync(string? name, CancellationToken cancellationToken)
    {
        var known = await library.RepositoriesAsync(cancellationToken);
        var names = string.Join(", ", known.Select(r => r.Name));
        if (name is null)
        {
            return known.Count == 1
                ? (known[0], null)
                : (null, Problems.Invalid("repository", null, known.Count == 0 ? "a known repository" : names, known.Count == 0
                    ? "repository: none is known; 'signalbox init PATH' makes one known."
                    : $"repository: say which of {names} gets the workflow."));
        }

        return known.FirstOrDefault(r => string.Equals(r.Name, name, StringComparison.Ordinal) || string.Equals(r.Path, name, StringComparison.Ordinal) || string.Equals(r.Id.Value, name, StringComparison.Ordinal)) is { } found
            ? (found, null)
            : (null, Problems.NotFound($"There is no repository '{name}': {(known.Count == 0 ? "'signalbox init PATH' makes one known" : $"known are {names}")}."));
    }

    /// <summary>Reads the text and writes what it holds; a refused file changes nothing.</summary>
    public async Task<IResult> ImportAsync(string text, string file, Repository repository, bool replace, CancellationToken cancellationToken)
    {
        var options = new ImportOptions { KnownAgents = agents.Agents.Select(a => a.Id).ToHashSet(StringComparer.Ordinal) };
        var read = WorkflowImporter.Import(Encoding.UTF8.GetBytes(text), file, options);
        var warnings = read.Warnings.Select(w => new ImportWarningModel(w.Line, w.Column, w.Message)).ToList();
        if (!read.IsAccepted)
        {
            return TypedResults.Ok(new ImportModel([], warnings, [.. read.Diagnostics.Select(Shapes.Of)]));
        }

        // A file is a template or holds workflows, never both: what is refused leaves nothing behind.
        var fault = await SaveTemplatesAsync(read.Templates, repository, replace, cancellationToken)
            ?? await files.SaveWorkflowsAsync(repository, [.. read.Created.Select(c => new SavedFile(c.Slug, c.Yaml))], replace, cancellationToken);
        return fault is null
            ? TypedResults.Ok(new ImportModel([.. read.Created.Select(c => c.Slug), .. read.Templates.Select(t => t.Slug)], warnings, []))
            : Problems.Conflict(Sentences.Of(fault));
    }

    private async Task<string?> SaveTemplatesAsync(IReadOnlyList<ImportedTemplate> read, Repository repository, bool replace, CancellationToken cancellationToken)
    {
        foreach (var template in read)
        {
            try
            {
                var same = await templates.FindAsync(template.Slug, repository, cancellationToken) is { Scope: TemplateScope.Repository } there && string.Equals(there.Text, template.Text, StringComparison.Ordinal);
                if (!same && await templates.SaveAsync(template, repository, replace, cancellationToken) is null)
                {
                    return $"{repository.Name} has '{template.Slug}' already: replace it on purpose, or give the imported one another name";
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return $"the templates of {repository.Name} cannot be written ({exception.Message.TrimEnd('.')}): make their folder writable, then import again";
            }
        }

        return null;
    }
}
