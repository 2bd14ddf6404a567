using System.Text.Json;
using Signalbox.Engine.Files;

namespace Signalbox.Engine.Transfer;

/// <summary>
/// Puts files and folders that were made aside into a data directory, all of them or none: whoever is killed before <see cref="ReadyAsync"/> has changed
/// nothing, and what comes after it is done by whoever opens the directory next. What was there before is kept under another name.
/// </summary>
/// <param name="data">Absolute path of the data directory, which the caller holds.</param>
public sealed class DataSwap(string data)
{
    private const string Folder = ".swap";

    private static readonly string[] DatabaseSuffixes = ["", "-wal", "-shm"];

    private readonly string _folder = Path.Combine(data, Folder);

    /// <summary>Folder whose entries take the place of those of the same name in the data directory.</summary>
    public string Content => Path.Combine(_folder, "content");

    /// <summary>Folder for what is needed on the way.</summary>
    public string Work => Path.Combine(_folder, "work");

    private string Ready => Path.Combine(_folder, "ready");

    /// <summary>What was ready and is not in its place yet; null when there is nothing.</summary>
    public SwapOrder? Pending => File.Exists(Ready) ? JsonSerializer.Deserialize<SwapOrder>(File.ReadAllText(Ready), TransferJson.Document) : null;

    /// <summary>Begins anew with an empty folder; what an earlier one left that never was ready is removed.</summary>
    public void Begin()
    {
        Abandon();
        PrivateFiles.CreateFolder(Content);
        PrivateFiles.CreateFolder(Work);
    }

    /// <summary>From here on it is done, by this process or by another.</summary>
    public async Task ReadyAsync(SwapOrder order, CancellationToken cancellationToken)
    {
        var temporary = Ready + ".new";
        await using (var file = PrivateFiles.Open(temporary, FileMode.Create))
        {
            await file.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(order, TransferJson.Document), cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, Ready, overwrite: true);
    }

    /// <summary>Puts what is ready into its place; nothing when nothing is. Whoever is killed in between is gone on with.</summary>
    /// <returns>What of before was kept, by its new name.</returns>
    public IReadOnlyList<string> Finish()
    {
        if (Pending is not { } order)
        {
            return [];
        }

        List<string> kept = [];
        foreach (var entry in Directory.Exists(Content) ? new DirectoryInfo(Content).GetFileSystemInfos().OrderBy(e => e.Name, StringComparer.Ordinal).ToList() : [])
        {
            var place = Path.Combine(data, entry.Name);
            if (SetAside(place, $"{place}.{order.Aside}"))
            {
                kept.Add($"{place}.{order.Aside}");
            }

            if (entry is DirectoryInfo)
            {
                Directory.Move(entry.FullName, place);
            }
            else
            {
                File.Move(entry.FullName, place);
            }
        }

        foreach (var name in order.Delete)
        {
            foreach (var suffix in DatabaseSuffixes)
            {
                File.Delete(Path.Combine(data, name + suffix));
            }
        }

        Abandon();
        return kept;
    }

    /// <summary>Removes what is aside; what is in its place already stays there.</summary>
    public void Abandon()
    {
        if (Directory.Exists(_folder))
        {
            // First: what is half removed must not be taken for ready.
            File.Delete(Ready);
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>Makes the place free; an empty folder is nothing to keep. True when something was kept.</summary>
    private static bool SetAside(string place, string aside)
    {
        if (Directory.Exists(place))
        {
            if (Directory.EnumerateFileSystemEntries(place).Any())
            {
                Directory.Move(place, aside);
                return true;
            }

            Directory.Delete(place);
            return false;
        }

        // A database goes with the files beside it, whether they are its log or were left by a crash.
        var isKept = false;
        foreach (var suffix in DatabaseSuffixes)
        {
            if (File.Exists(place + suffix))
            {
                File.Move(place + suffix, aside + suffix, overwrite: true);
                isKept = true;
            }
        }

        return isKept;
    }
}
