using System.Text;
using Signalbox.Engine.Files;
using Signalbox.Engine.Workflows.Import;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Library;

/// <summary>The templates of the known repositories and of the data directory (spec 3): a repository's own stands above a global one of the same name.</summary>
/// <param name="library">Knows the repositories.</param>
/// <param name="globalFolder">Absolute folder of the global templates; it need not exist.</param>
public sealed class TemplateLibrary(IWorkflowLibrary library, string globalFolder)
{
    /// <summary>Scope of the templates of the data directory.</summary>
    public const string Global = "global";

    private const int MaxBytes = 1024 * 1024;

    /// <summary>Every template, by name and scope.</summary>
    public async Task<IReadOnlyList<TemplateFile>> ListAsync(CancellationToken cancellationToken)
    {
        List<TemplateFile> found = [];
        foreach (var repository in await library.RepositoriesAsync(cancellationToken))
        {
            found.AddRange(Read(Path.Combine(repository.Path, RepositoryFiles.TemplateFolder), repository.Name));
        }

        found.AddRange(Read(globalFolder, Global));
        return [.. found.OrderBy(t => t.Slug, StringComparer.Ordinal).ThenBy(t => t.Scope is Global).ThenBy(t => t.Scope, StringComparer.Ordinal)];
    }

    /// <summary>The templates that <c>name</c> or <c>scope/name</c> names; where a repository is said, its own or else the global one.</summary>
    public async Task<IReadOnlyList<TemplateFile>> FindAsync(string name, Repository? repository, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        var slash = name.LastIndexOf('/');
        var named = (await ListAsync(cancellationToken)).Where(t => string.Equals(t.Slug, name[(slash + 1)..], StringComparison.Ordinal)).ToList();
        if (slash >= 0)
        {
            return [.. named.Where(t => string.Equals(t.Scope, name[..slash], StringComparison.Ordinal))];
        }

        var own = named.Where(t => repository is not null && string.Equals(t.Scope, repository.Name, StringComparison.Ordinal)).ToList();
        return own.Count > 0 ? own : repository is not null ? [.. named.Where(t => t.Scope is Global)] : named;
    }

    private static IEnumerable<TemplateFile> Read(string folder, string scope)
    {
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        foreach (var path in Directory.EnumerateFiles(folder).Where(p => Path.GetExtension(p) is ".yaml" or ".yml" or ".json").Order(StringComparer.Ordinal))
        {
            using var file = UntrustedFile.Open(folder, Path.GetFileName(path), MaxBytes, UntrustedLinks.Inside).File;
            if (file is null)
            {
                continue;
            }

            using var reader = new StreamReader(file, Encoding.UTF8);
            var text = reader.ReadToEnd();
            var read = WorkflowImporter.Import(Encoding.UTF8.GetBytes(text), Path.GetFileName(path), new ImportOptions());
            yield return new TemplateFile(Path.GetFileNameWithoutExtension(path), scope, path, text, read.Templates.Count > 0 ? [.. read.Templates[0].Variables.Where(v => v.Required).Select(v => v.Name)] : read.IsAccepted ? [] : null);
        }
    }
}
