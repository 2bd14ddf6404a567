using System.Text.Json;
using System.Text.RegularExpressions;
using Signalbox.Engine.Files;
using Signalbox.Engine.Transfer;

namespace Signalbox.Persistence.Transfer;

/// <summary>The commits of an export: a repository that lay in the data directory is made anew, others get what runs made in them.</summary>
internal sealed partial class ImportBundles(TimeProvider time, DataImportRequest request, TransferManifest manifest, DataSwap swap)
{
    // Beside the bundles: what has still to be fetched, for a server that was killed before it was.
    private const string Waiting = TransferLayout.Bundles + "/pending.json";

    // The only folder of a data directory that repositories lie in.
    private const string Samples = "samples/";

    private readonly RepositoryBundles _git = new(time);
    private readonly PathMap _paths = new(manifest.DataDirectories, request.DataDirectory);

    /// <summary>Copies bundles aside and makes repositories of those that are whole.</summary>
    public async Task StageAsync(TransferFaults faults, CancellationToken cancellationToken)
    {
        foreach (var bundle in manifest.Bundles)
        {
            if (!FileName().IsMatch(bundle.File))
            {
                faults.Add(TransferLayout.Manifest, $"'{bundle.File}' is no name of a bundle");
                continue;
            }

            var copy = Path.Combine(OwnPlace(bundle) is null ? swap.Content : swap.Work, bundle.File);
            var fault = await FileImporter.CopyAsync(request.Source, bundle.File, bundle.Sha256, copy, cancellationToken);
            if (fault is null && OwnPlace(bundle) is { } place)
            {
                fault = await _git.CloneAsync(bundle, copy, Path.Combine(swap.Content, place), cancellationToken);
            }

            if (fault is not null)
            {
                faults.Add(TransferLayout.Bundles, fault);
            }
        }

        if (manifest.Bundles.Where(b => OwnPlace(b) is null).Select(b => b with { Path = _paths.Map(b.Path) }).ToList() is { Count: > 0 } waiting)
        {
            var path = Path.Combine(swap.Content, Waiting);
            PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
            await PrivateFiles.WriteAsync(path, JsonSerializer.SerializeToUtf8Bytes(waiting, TransferJson.Document), cancellationToken);
        }
    }

    /// <summary>
    /// Brings what runs committed into the repositories that are here, once the files are in their place. A bundle stays in the data directory where that cannot be done.
    /// </summary>
    /// <returns>What a person may have to do, a sentence each.</returns>
    public static async Task<IReadOnlyList<string>> FetchAsync(string dataDirectory, TimeProvider time, CancellationToken cancellationToken)
    {
        var waiting = Path.Combine(dataDirectory, Waiting);
        if (!File.Exists(waiting))
        {
            return [];
        }

        var git = new RepositoryBundles(time);
        var notes = new List<string>();
        foreach (var bundle in JsonSerializer.Deserialize<List<TransferBundle>>(await File.ReadAllBytesAsync(waiting, cancellationToken), TransferJson.Document) ?? [])
        {
            var file = Path.Combine(dataDirectory, bundle.File);
            if (!File.Exists(file))
            {
                continue; // fetched before somebody killed the server
            }

            if (!Directory.Exists(bundle.Path))
            {
                notes.Add($"the repository {bundle.Repository} was at {bundle.Path}, which is not here: put it there; what runs committed in it is in {file} (git fetch)");
            }
            else if (await git.FetchAsync(bundle, file, bundle.Path, cancellationToken) is { } fault)
            {
                notes.Add(fault);
            }
            else
            {
                File.Delete(file);
            }
        }

        File.Delete(waiting);
        var folder = Path.Combine(dataDirectory, TransferLayout.Bundles);
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }

        return notes;
    }

    /// <summary>Where in the data directory the repository is made anew; null where it is elsewhere.</summary>
    private string? OwnPlace(TransferBundle bundle) =>
        bundle.Branch is not null && _paths.Relative(bundle.Path) is { } place && place.StartsWith(Samples, StringComparison.Ordinal) && place.Length > Samples.Length ? place : null;

    [GeneratedRegex(@"^bundles/[a-z0-9_]{1,64}\.bundle$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex FileName();
}
