using System.Text;
using Signalbox.Engine.Audit;
using Signalbox.Engine.Files;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Import;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Library.Templates;

/// <summary>Templates as files: <c>.signalbox/templates/*.yaml|yml|json</c> of a repository, the same in a folder for everyone, and the built-in ones.</summary>
public sealed class TemplateCatalog(TemplateCatalogOptions options, AuditLog? audit = null) : ITemplateCatalog
{
    /// <summary>Where a repository keeps its templates.</summary>
    public const string Folder = ".signalbox/templates";

    /// <summary>Bytes a template may have, and one more for the reader to say that it is too large.</summary>
    private const int MaxBytes = (1024 * 1024) + 1;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TemplateEntry>> ListAsync(Repository? repository, CancellationToken cancellationToken)
    {
        List<TemplateEntry> found = [];
        if (repository is not null)
        {
            found.AddRange(await OwnAsync(repository, cancellationToken));
        }

        found.AddRange(await ReadAsync(options.GlobalFolder, TemplateScope.Global, cancellationToken));
        found.AddRange(BuiltInTemplates.All);
        return [.. found.DistinctBy(t => t.Slug, StringComparer.Ordinal).OrderBy(t => t.Slug, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TemplateEntry>> ListAllAsync(IReadOnlyList<Repository> repositories, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(repositories);
        List<TemplateEntry> found = [];
        foreach (var repository in repositories)
        {
            found.AddRange(await OwnAsync(repository, cancellationToken));
        }

        found.AddRange(await ReadAsync(options.GlobalFolder, TemplateScope.Global, cancellationToken));
        found.AddRange(BuiltInTemplates.All);
        return [.. found.GroupBy(t => t.Slug, StringComparer.Ordinal).SelectMany(WithShadows).OrderBy(t => t.Slug, StringComparer.Ordinal).ThenBy(t => t.Scope).ThenBy(t => t.Repository, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TemplateEntry>> FindAllAsync(string name, Repository? repository, IReadOnlyList<Repository> repositories, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        var slash = name.LastIndexOf('/');
        var named = (await ListAllAsync(repositories, cancellationToken)).Where(t => string.Equals(t.Slug, name[(slash + 1)..], StringComparison.Ordinal)).ToList();
        if (slash >= 0)
        {
            return [.. named.Where(t => string.Equals(t.Place, name[..slash], StringComparison.Ordinal))];
        }

        if (repository is not null)
        {
            return [.. named.Where(t => t.Repository is null || string.Equals(t.Repository, repository.Name, StringComparison.Ordinal)).Take(1)];
        }

        var kept = named.Where(t => t.Scope != TemplateScope.BuiltIn).ToList();
        return kept.Count > 0 ? kept : named;
    }

    /// <inheritdoc/>
    public async Task<TemplateEntry?> FindAsync(string slug, Repository? repository, CancellationToken cancellationToken) =>
        (await ListAsync(repository, cancellationToken)).FirstOrDefault(t => string.Equals(t.Slug, slug, StringComparison.Ordinal));

    /// <inheritdoc/>
    public async Task<string?> SaveAsync(ImportedTemplate imported, Repository? repository, bool replace, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(imported);
        var folder = repository is null ? options.GlobalFolder : Path.Combine(repository.Path, Folder);
        var scope = repository is null ? TemplateScope.Global : TemplateScope.Repository;
        var others = (await ReadAsync(folder, scope, cancellationToken)).Where(t => string.Equals(t.Slug, imported.Slug, StringComparison.Ordinal)).ToList();
        var path = Path.Combine(folder, imported.Slug + (imported.IsJson ? ".json" : ".yaml"));
        if (!replace && (others.Count > 0 || File.Exists(path)))
        {
            return null;
        }

        Directory.CreateDirectory(folder);
        // a reader sees the old file or the new one, never half of it
        var fresh = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}");
        try
        {
            await File.WriteAllTextAsync(fresh, imported.Text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
            File.Move(fresh, path, overwrite: true);
        }
        finally
        {
            File.Delete(fresh);
        }

        foreach (var other in others.Where(o => !string.Equals(o.Source, path, StringComparison.Ordinal)))
        {
            File.Delete(other.Source);
        }

        if (audit is not null)
        {
            await audit.WriteAsync(AuditActions.TemplateSave, $"{repository?.Name ?? "global"}/{imported.Slug}", after: new { imported.Text });
        }

        return path;
    }

    /// <summary>Of one name: a repository's own stands before the global one, that before the built-in one; two repositories do not see each other's.</summary>
    private static IEnumerable<TemplateEntry> WithShadows(IEnumerable<TemplateEntry> named)
    {
        var all = named.OrderBy(t => t.Scope).ThenBy(t => t.Repository, StringComparer.Ordinal).ToList();
        return all.Select(t => t with
        {
            Shadows = [.. all.Where(o => o.Scope > t.Scope).Select(o => o.Place).Distinct(StringComparer.Ordinal)],
            ShadowedBy = [.. all.Where(o => o.Scope < t.Scope).Select(o => o.Place).Distinct(StringComparer.Ordinal)],
        });
    }

    private static async Task<IEnumerable<TemplateEntry>> OwnAsync(Repository repository, CancellationToken cancellationToken) =>
        (await ReadAsync(Path.Combine(repository.Path, Folder), TemplateScope.Repository, cancellationToken)).Select(t => t with { Repository = repository.Name });

    private static async Task<IReadOnlyList<TemplateEntry>> ReadAsync(string folder, TemplateScope scope, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        List<TemplateEntry> entries = [];
        var files = Directory.EnumerateFiles(folder).Where(f => Path.GetExtension(f) is ".yaml" or ".yml" or ".json" && Path.GetFileName(f)[0] != '.');
        foreach (var path in files.Order(StringComparer.Ordinal))
        {
            entries.Add(await ReadFileAsync(folder, path, scope, cancellationToken));
        }

        return entries;
    }

    private static async Task<TemplateEntry> ReadFileAsync(string folder, string path, TemplateScope scope, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(path);
        try
        {
            // Agents write to repositories: a link out of one, or a pipe that holds its reader, is no template.
            var (file, refused, _) = UntrustedFile.Open(folder, name, MaxBytes, UntrustedLinks.Inside);
            if (file is null)
            {
                return Unreadable(refused!);
            }

            await using (file)
            {
                using var bytes = new MemoryStream();
                await file.CopyToAsync(bytes, cancellationToken);
                var (template, diagnostics) = TemplateReader.Read(bytes.ToArray(), name);
                return new TemplateEntry(template?.Slug ?? Path.GetFileNameWithoutExtension(name), scope, path, template, diagnostics) { Text = template?.Text ?? Encoding.UTF8.GetString(bytes.ToArray()) };
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Unreadable(exception.Message);
        }

        TemplateEntry Unreadable(string why) =>
            new(Path.GetFileNameWithoutExtension(name), scope, path, null, [new Diagnostic(name, 1, 1, DiagnosticSeverity.Error, "unreadable", $"The file cannot be read: {why}")]);
    }
}
