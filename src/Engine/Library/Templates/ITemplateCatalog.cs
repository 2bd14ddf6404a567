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

    /// <summary>Every template of these repositories, of everyone and built in, also those behind a nearer one of their name; by name, the nearest first.</summary>
    Task<IReadOnlyList<TemplateEntry>> ListAllAsync(IReadOnlyList<Repository> repositories, CancellationToken cancellationToken);

    /// <summary>
    /// The templates that <c>name</c> or <c>place/name</c> names. Where a repository is said, the nearest to it; else each repository's own and that of everyone,
    /// which leaves it to the caller to say which, and a built-in one only where there is no other.
    /// </summary>
    Task<IReadOnlyList<TemplateEntry>> FindAllAsync(string name, Repository? repository, IReadOnlyList<Repository> repositories, CancellationToken cancellationToken);

    /// <summary>The nearest template of a name; null when there is none.</summary>
    Task<TemplateEntry?> FindAsync(string slug, Repository? repository, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps a template, in the repository or for everyone. Returns its file; null when there is another of that name and it may not be
    /// replaced.
    /// </summary>
    Task<string?> SaveAsync(ImportedTemplate imported, Repository? repository, bool replace, CancellationToken cancellationToken);
}
