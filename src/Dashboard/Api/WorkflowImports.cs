using System.Text;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Library;
using Signalbox.Engine.Workflows.Import;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Dashboard.Api;

/// <summary>Imports files and applies templates: what they hold becomes files of a repository.</summary>
internal sealed class WorkflowImports(IWorkflowLibrary library, RepositoryFiles files, IAgentCatalog agents)
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
    public async Task<IResult> ImportAsync(string text, string file, Repository repository, bool replace, IReadOnlyDictionary<string, string>? variables, CancellationToken cancellationToken)
    {
        var options = new ImportOptions { Variables = variables, KnownAgents = agents.Agents.Select(a => a.Id).ToHashSet(StringComparer.Ordinal) };
        var read = WorkflowImporter.Import(Encoding.UTF8.GetBytes(text), file, options);
        var warnings = read.Warnings.Select(w => new ImportWarningModel(w.Line, w.Column, w.Message)).ToList();
        if (!read.IsAccepted)
        {
            return TypedResults.Ok(new ImportModel([], warnings, [.. read.Diagnostics.Select(Shapes.Of)]));
        }

        var fault = await files.SaveWorkflowsAsync(repository, [.. read.Created.Select(c => new SavedFile(c.Slug, c.Yaml))], replace, cancellationToken)
            ?? await files.SaveTemplatesAsync(repository, [.. read.Templates.Select(t => new SavedFile(t.Slug, t.Text, t.IsJson ? ".json" : ".yaml"))], replace, cancellationToken);
        return fault is null
            ? TypedResults.Ok(new ImportModel([.. read.Created.Select(c => c.Slug), .. read.Templates.Select(t => t.Slug)], warnings, []))
            : Problems.Conflict(Sentences.Of(fault));
    }
}
