using System.Text;
using Signalbox.Engine.Audit;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Library;

/// <summary>
/// Writes workflows into a repository, where its history keeps them and the library finds them. All of the files or none: a
/// name that is taken refuses the whole.
/// </summary>
public sealed class RepositoryFiles(IWorkflowLibrary library, AuditLog? audit = null)
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>Writes workflows and reads the repository again.</summary>
    /// <param name="repository">Where to.</param>
    /// <param name="files">The files.</param>
    /// <param name="replace">Whether files of these names may be replaced.</param>
    /// <param name="cancellationToken">Gives up; nothing is half written.</param>
    /// <returns>Null when written; else one sentence, and nothing has changed.</returns>
    public Task<string?> SaveWorkflowsAsync(Repository repository, IReadOnlyList<SavedFile> files, bool replace, CancellationToken cancellationToken) =>
        SaveWorkflowsAsync(repository, files, replace ? null : _ => false, cancellationToken);

    /// <summary>Writes workflows and reads the repository again.</summary>
    /// <param name="repository">Where to.</param>
    /// <param name="files">The files.</param>
    /// <param name="mayReplace">Whether a file of such a name may be replaced, by its text; null: any may.</param>
    /// <param name="cancellationToken">Gives up; nothing is half written.</param>
    /// <returns>Null when written; else one sentence, and nothing has changed.</returns>
    internal async Task<string?> SaveWorkflowsAsync(Repository repository, IReadOnlyList<SavedFile> files, Func<string, bool>? mayReplace, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(repository);
        ArgumentNullException.ThrowIfNull(files);
        var root = Path.Combine(repository.Path, WorkflowLibrary.Folder);
        var targets = files.Select(f => (File: f, Path: Path.Combine(root, f.Slug + f.Extension))).ToList();
        var taken = targets.Where(t => mayReplace is not null && Others(root, t.File.Slug).Any(p => !IsSame(p, t.File.Text) && !IsReplaceable(p, mayReplace))).Select(t => t.File.Slug).ToList();
        if (taken.Count > 0)
        {
            return $"{repository.Name} has {string.Join(" and ", taken.Select(t => $"'{t}'"))} already: replace it on purpose, or give the imported one another name";
        }

        List<string> written = [];
        try
        {
            Directory.CreateDirectory(root);
            foreach (var (file, path) in targets)
            {
                // Beside its place first: the library never reads half a file, and none is in place before all are written.
                await File.WriteAllTextAsync(path + ".new", file.Text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
                written.Add(path + ".new");
            }

            foreach (var (file, path) in targets)
            {
                foreach (var other in Others(root, file.Slug).Where(o => !string.Equals(o, path, StringComparison.Ordinal)))
                {
                    File.Delete(other);
                }

                File.Move(path + ".new", path, overwrite: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            written.ForEach(File.Delete);
            return $"{root} cannot be written ({e.Message.TrimEnd('.')}): make it writable, then import again";
        }

        await library.SyncAsync(repository, cancellationToken);
        foreach (var file in audit is null ? [] : files)
        {
            await audit!.WriteAsync(AuditActions.WorkflowSave, $"{repository.Name}/{file.Slug}", after: new { file.Text });
        }

        return null;
    }

    private static IEnumerable<string> Others(string root, string slug) =>
        Extensions.Select(extension => Path.Combine(root, slug + extension)).Where(File.Exists);

    /// <summary>What is larger than any workflow is no workflow of ours.</summary>
    private static bool IsReplaceable(string path, Func<string, bool> mayReplace) => new FileInfo(path).Length <= WorkflowParser.MaxBytes && mayReplace(File.ReadAllText(path));

    private static bool IsSame(string path, string text) => new FileInfo(path).Length == Encoding.UTF8.GetByteCount(text) && string.Equals(File.ReadAllText(path), text, StringComparison.Ordinal);
}
