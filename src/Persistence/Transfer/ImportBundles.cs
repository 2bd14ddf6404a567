using System.Text.RegularExpressions;
using Signalbox.Engine.Transfer;

namespace Signalbox.Persistence.Transfer;

/// <summary>The commits of an export: a repository that lay in the data directory is made anew, others get what runs made in them.</summary>
internal sealed partial class ImportBundles(TimeProvider time, DataImportRequest request, TransferManifest manifest, DataSwap swap)
{
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
    }

    /// <summary>Brings what runs committed into the repositories that are here. A bundle stays in the data directory where that cannot be done.</summary>
    /// <returns>What a person may have to do, a sentence each.</returns>
    public async Task<IReadOnlyList<string>> FetchAsync(CancellationToken cancellationToken)
    {
        var notes = new List<string>();
        foreach (var bundle in manifest.Bundles.Where(b => OwnPlace(b) is null))
        {
            var file = Path.Combine(request.DataDirectory, bundle.File);
            var path = _paths.Map(bundle.Path);
            if (!Directory.Exists(path))
            {
                notes.Add($"the repository {bundle.Repository} was at {path}, which is not here: put it there; what runs committed in it is in {file} (git fetch)");
            }
            else if (await _git.FetchAsync(bundle, file, path, cancellationToken) is { } fault)
            {
                notes.Add(fault);
            }
            else
            {
                File.Delete(file);
            }
        }

        var folder = Path.Combine(request.DataDirectory, TransferLayout.Bundles);
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
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
