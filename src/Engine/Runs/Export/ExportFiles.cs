using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Signalbox.Engine.Files;

namespace Signalbox.Engine.Runs.Export;

/// <summary>
/// Copies files of a run to its export. Agents can write in a run's folder: only regular files inside it are copied, a link is never followed.
/// </summary>
/// <param name="source">The run's folder.</param>
/// <param name="target">The export's folder.</param>
/// <param name="leftOut">Takes what cannot be copied.</param>
internal sealed class ExportFiles(string source, string target, List<string> leftOut)
{
    private const int HeadBytes = 64 * 1024;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly EnumerationOptions Plain = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    public void LeaveOut(string sentence) => leftOut.Add(sentence);

    public Task WriteAsync(string name, JsonObject document, CancellationToken cancellationToken) =>
        WriteAsync(name, JsonSerializer.Serialize(document, Json), cancellationToken);

    public Task WriteAsync(string name, string text, CancellationToken cancellationToken)
    {
        var path = Path.Combine(target, name);
        PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
        return PrivateFiles.WriteAsync(path, text, cancellationToken);
    }

    /// <summary>Copies one file, if it is there.</summary>
    public async Task CopyAsync(string from, string to, string name, CancellationToken cancellationToken)
    {
        var (file, fault, isMissing) = UntrustedFile.Open(source, $"{from}/{name}", long.MaxValue, UntrustedLinks.Refused);
        if (file is null)
        {
            if (!isMissing)
            {
                LeaveOut(fault!);
            }

            return;
        }

        await using (file)
        {
            var path = Path.Combine(target, to, name);
            PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
            await using var copy = PrivateFiles.Open(path, FileMode.CreateNew);
            await file.CopyToAsync(copy, cancellationToken);
        }
    }

    /// <summary>Copies the files of a folder, if it is there.</summary>
    public async Task CopyFolderAsync(string from, string to, string name, CancellationToken cancellationToken)
    {
        var folder = new DirectoryInfo(Path.Combine(source, from, name));
        if (folder is not { Exists: true, LinkTarget: null })
        {
            return;
        }

        foreach (var file in folder.EnumerateFiles("*", Plain))
        {
            await CopyAsync(from, to, $"{name}/{Path.GetRelativePath(folder.FullName, file.FullName)}", cancellationToken);
        }
    }

    /// <summary>The beginning of a copied file, at most 64 KiB; empty when there is none.</summary>
    public async Task<string> HeadAsync(string to, string name, CancellationToken cancellationToken)
    {
        var path = Path.Combine(target, to, name);
        if (!File.Exists(path))
        {
            return "";
        }

        await using var file = File.OpenRead(path);
        var buffer = new byte[(int)Math.Min(HeadBytes, file.Length)];
        var read = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }
}
