using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Signalbox.Engine.Files;
using Signalbox.Engine.Logs.Masking;

namespace Signalbox.Engine.Transfer;

/// <summary>
/// Copies the files of a data directory that are part of its data: the runs' documents, logs and outputs, and templates. Not the workspaces, which are git's,
/// nor what tells of processes. Agents can write in a run's folder: only regular files are copied, and of links only the ones that Signalbox itself makes.
/// </summary>
/// <param name="data">Absolute path of the data directory.</param>
/// <param name="target">The export's folder.</param>
/// <param name="attempts">Absolute folders of the attempts that the rows know, and whether each was given secrets. Whatever began afterwards is left out.</param>
/// <param name="leftOut">Takes what cannot be copied.</param>
public sealed partial class FileExporter(string data, string target, IReadOnlyDictionary<string, bool> attempts, LeftOut leftOut)
{
    private const string Outputs = "outputs";
    private const string Process = "process";
    private const int ReportEvery = 200;

    private readonly string _data = Path.TrimEndingDirectorySeparator(Path.GetFullPath(data));

    /// <summary>Copies them; the list of them is written beside.</summary>
    public async Task<TransferFiles> ExportAsync(IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        await using var list = new HashedWriter(Path.Combine(target, TransferLayout.FileList));
        var (count, bytes) = (0L, 0L);
        foreach (var (name, entry) in Entries())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await TakeAsync(name, entry, cancellationToken) is { } file)
            {
                await JsonSerializer.SerializeAsync(list.Next, file, TransferJson.Line, cancellationToken);
                await list.EndLineAsync(cancellationToken);
                bytes += file.Bytes;
                if (++count % ReportEvery == 0)
                {
                    progress?.Report(new TransferProgress(TransferLayout.Files, count, null));
                }
            }
        }

        progress?.Report(new TransferProgress(TransferLayout.Files, count, count, IsEnd: true));
        return new TransferFiles(count, bytes, await list.EndAsync(cancellationToken));
    }

    /// <summary>Whether a link of this name and target is one that Signalbox makes: a step's file, which is its last attempt's.</summary>
    internal static bool IsOwnLink(string name, string link) =>
        OwnLink().Match(link) is { Success: true } match
        && string.Equals(match.Groups["file"].Value, name[(name.LastIndexOf('/') + 1)..], StringComparison.Ordinal)
        && !name.Split('/').SkipLast(1).Contains(Outputs, StringComparer.Ordinal);

    private IEnumerable<(string Name, FileSystemInfo Entry)> Entries()
    {
        var folders = new Stack<string>([TransferLayout.Templates, TransferLayout.Runs]);
        while (folders.TryPop(out var folder))
        {
            var place = new DirectoryInfo(Path.Combine(_data, folder));
            if (!place.Exists)
            {
                continue;
            }

            var entries = place.EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false });
            foreach (var entry in entries.OrderBy(e => e.Name, StringComparer.Ordinal))
            {
                var name = $"{folder}/{entry.Name}";
                if (IsNotData(name))
                {
                    continue;
                }

                if (entry is DirectoryInfo { LinkTarget: null })
                {
                    // A server may work meanwhile: nothing says whether this one was given secrets.
                    if (IsAttempt(name) && !attempts.ContainsKey(entry.FullName))
                    {
                        leftOut.Add($"{name}: no row of the export knows it, it began later");
                        continue;
                    }

                    folders.Push(name);
                }
                else
                {
                    yield return (name, entry);
                }
            }
        }
    }

    /// <summary>Whether an import may bring a file of this name: it is what an export takes.</summary>
    internal static bool IsData(string name)
    {
        for (var end = name.IndexOf('/', StringComparison.Ordinal); end >= 0; end = name.IndexOf('/', end + 1))
        {
            if (IsNotData(name[..end]))
            {
                return false;
            }
        }

        return !IsNotData(name);
    }

    private static bool IsAttempt(string name) =>
        name.Split('/') is [.. var before, "attempts", var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _) && !before.Contains(Outputs, StringComparer.Ordinal);

    // A worktree, or the link to it; what server and supervisor share; transfers of this moment, and others that begin with a dot.
    private static bool IsNotData(string name)
    {
        var parts = name.Split('/');
        return parts switch
        {
            [TransferLayout.Runs, var run] => run.StartsWith('.'),
            [TransferLayout.Runs, _, "workspace"] => true,
            [TransferLayout.Runs, _, .., Process] => !parts.Contains(Outputs, StringComparer.Ordinal),
            _ => false,
        };
    }

    private async Task<TransferFile?> TakeAsync(string name, FileSystemInfo entry, CancellationToken cancellationToken)
    {
        if (entry.LinkTarget is { } link)
        {
            if (IsOwnLink(name, link))
            {
                return new TransferFile(name, 0, null, link);
            }

            leftOut.Add($"{name}: a link, which is not followed");
            return null;
        }

        var (isHidden, isMasked) = Secrecy(entry.FullName);
        if (isHidden)
        {
            leftOut.Add($"{name}: its secrets have not been taken out yet");
            return null;
        }

        var (file, fault, isMissing) = UntrustedFile.Open(_data, name, long.MaxValue, UntrustedLinks.Refused);
        if (file is null)
        {
            if (!isMissing)
            {
                leftOut.Add(fault!);
            }

            return null;
        }

        await using (file)
        {
            return await CopyAsync(name, file, isMasked ? entry.FullName : null, cancellationToken);
        }
    }

    private async Task<TransferFile> CopyAsync(string name, FileStream file, string? maskedBy, CancellationToken cancellationToken)
    {
        var path = Path.Combine(target, TransferLayout.Files, name);
        PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);

        // Opened after the file: sealing writes the record before it replaces the file.
        using var record = maskedBy is null ? null : MaskRecord.TryOpen(maskedBy) ?? throw new IOException($"{name}: the record of what is masked is gone");
        await using var copy = PrivateFiles.Open(path, FileMode.CreateNew);
        Action<Memory<byte>, long>? mask = record is null ? null : (block, offset) => Mask(block.Span, offset, record);
        var (bytes, sum) = await HashedCopy.RunAsync(file, copy, file.Length, mask, cancellationToken);
        return new TransferFile(name, bytes, sum);
    }

    // As the sealed file has it, whether it is sealed by now or not.
    private static void Mask(Span<byte> block, long offset, MaskRecord record)
    {
        foreach (var (start, end) in record.Read(offset, offset + block.Length).All)
        {
            var from = (int)Math.Max(0, start - offset);
            var to = (int)Math.Min(block.Length, end - offset);
            for (var at = from; at < to; at++)
            {
                if (block[at] != (byte)'\n')
                {
                    block[at] = (byte)'*';
                }
            }
        }
    }

    /// <summary>Whether a file may hold secrets as they are, and whether a record says where they are.</summary>
    private (bool IsHidden, bool IsMasked) Secrecy(string path)
    {
        var name = Path.GetFileName(path);
        if (name is not ("stdout.log" or "stderr.log" or "prompt.md"))
        {
            return (false, false);
        }

        for (var folder = Path.GetDirectoryName(path); folder is not null && folder.Length > _data.Length; folder = Path.GetDirectoryName(folder))
        {
            if (attempts.TryGetValue(folder, out var hasSecrets))
            {
                if (!hasSecrets)
                {
                    return (false, false);
                }

                // The prompt is masked before the record of a log is written, whenever the row says that the attempt has ended.
                return name is "prompt.md"
                    ? (!MaskRecord.IsBeside(Path.Combine(folder, "stdout.log")) && !MaskRecord.IsBeside(Path.Combine(folder, "stderr.log")), false)
                    : MaskRecord.IsBeside(path) ? (false, true) : (true, false);
            }
        }

        return (false, false);
    }

    [GeneratedRegex(@"^attempts/[1-9][0-9]{0,8}/(?<file>result\.json|stdout\.log|stderr\.log|prompt\.md|outputs)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex OwnLink();
}
