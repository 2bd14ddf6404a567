using Signalbox.Engine.Workflows.Import;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Library.Templates;

/// <summary>Templates of a repository, of everyone, and those that come with Signalbox (spec 3).</summary>
public interface ITemplateCatalog
{
    /// <summary>The templates by name; of several with one name the nearest.</summary>
    /// <param name="repository">The repository whose templates count as well; null: none.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<IReadOnlyList<TemplateEntry>> ListAsync(Repository? repository, CancellationToken cancellationToken);

    /// <summary>The nearest template of a name; null when there is none.</summary>
    Task<TemplateEntry?> FindAsync(string slug, Repository? repository, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps a template, in the repository or for everyone. Returns its file; null when there is another of that name and it may not be
    /// replaced.
    /// </summary>
    Task<string?> SaveAsync(ImportedTemplate imported, Repository? repository, bool replace, CancellationToken cancellationToken);
}
