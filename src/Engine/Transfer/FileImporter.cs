using System.Text.Json;
using Signalbox.Engine.Files;

namespace Signalbox.Engine.Transfer;

/// <summary>
/// Copies the files of an export into a folder aside, and looks at each on the way: that it is there, that it is what the list says, that it lies where
/// files of the data directory lie. The export may come from anybody.
/// </summary>
/// <param name="source">The export's folder.</param>
/// <param name="stage">Folder that takes them.</param>
public sealed class FileImporter(string source, string stage)
{
    private const int MaxName = 4096;
    private const int ReportEvery = 200;

    /// <summary>Copies them.</summary>
    /// <param name="files">What the manifest says of them.</param>
    /// <param name="faults">Takes what is wrong.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Gives up; the folder aside is the caller's to remove.</param>
    public async Task StageAsync(TransferFiles files, TransferFaults faults, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(faults);
        var (list, fault, isMissing) = UntrustedFile.Open(source, TransferLayout.FileList, long.MaxValue, UntrustedLinks.Refused);
        if (list is null)
        {
            faults.Add(TransferLayout.FileList, isMissing ? "is missing" : fault!);
            return;
        }

        await using (list)
        {
            using var lines = new HashedLines(list);
            while (await lines.ReadAsync(cancellationToken) is { } line)
            {
                if (await TakeAsync(line, cancellationToken) is { } wrong)
                {
                    faults.Add(TransferLayout.FileList, lines.Number, wrong);
                }

                if (lines.Number % ReportEvery == 0)
                {
                    progress?.Report(new TransferProgress(TransferLayout.Files, lines.Number, files.Count));
                }
            }

            if (lines.Number != files.Count)
            {
                faults.Add(TransferLayout.FileList, FormattableString.Invariant($"has {lines.Number} lines, the manifest says {files.Count}"));
            }

            if (!string.Equals(lines.Sum(), files.Sha256, StringComparison.OrdinalIgnoreCase))
            {
                faults.Add(TransferLayout.FileList, "its sum is not that of the manifest: it was changed after the export");
            }

            progress?.Report(new TransferProgress(TransferLayout.Files, lines.Number, files.Count, IsEnd: true));
        }
    }

    /// <summary>Copies one file of the export as it is.</summary>
    /// <param name="source">The export's folder.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="sha256">What its sum is to be.</param>
    /// <param name="path">Where to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when done; else one sentence.</returns>
    public static async Task<string?> CopyAsync(string source, string name, string sha256, string path, CancellationToken cancellationToken)
    {
        var (file, fault, isMissing) = UntrustedFile.Open(source, name, long.MaxValue, UntrustedLinks.Refused);
        if (file is null)
        {
            return isMissing ? $"{name} is missing" : fault;
        }

        await using (file)
        {
            PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
            await using var copy = PrivateFiles.Open(path, FileMode.CreateNew);
            var (_, sum) = await HashedCopy.RunAsync(file, copy, long.MaxValue, change: null, cancellationToken);
            return string.Equals(sum, sha256, StringComparison.OrdinalIgnoreCase) ? null : $"{name} is not as it was exported: its sum is another";
        }
    }

    private async Task<string?> TakeAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        TransferFile? file;
        try
        {
            file = JsonSerializer.Deserialize<TransferFile>(line.Span, TransferJson.Line);
        }
        catch (JsonException broken)
        {
            return $"cannot be read as JSON: {broken.Message}";
        }

        if (file?.Path is null || !IsPlace(file.Path))
        {
            return $"'{file?.Path}' is no place of a file in a data directory";
        }

        var path = Path.Combine(stage, file.Path);
        if (Path.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            return $"{file.Path} is there twice";
        }

        if (file.Link is { } link)
        {
            if (!FileExporter.IsOwnLink(file.Path, link))
            {
                return $"{file.Path} is a link that Signalbox does not make";
            }

            PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
            File.CreateSymbolicLink(path, link);
            return null;
        }

        return file.Sha256 is null ? $"{file.Path} has no sum" : await CopyAsync(source, $"{TransferLayout.Files}/{file.Path}", file.Sha256, path, cancellationToken);
    }

    private static bool IsPlace(string name)
    {
        var parts = name.Split('/');
        return name.Length <= MaxName
            && parts is [TransferLayout.Runs or TransferLayout.Templates, _, ..]
            && Array.TrueForAll(parts, part => part is not ("" or "." or "..") && !part.Contains('\0', StringComparison.Ordinal))
            && FileExporter.IsData(name);
    }
}
