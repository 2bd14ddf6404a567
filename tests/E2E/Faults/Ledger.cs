using System.Globalization;

namespace Signalbox.E2E.Faults;

/// <summary>The books that workers keep outside the system: what really happened.</summary>
internal sealed class Ledger(string path)
{
    public string Path => path;

    /// <summary>All entries, in the order in which they were made.</summary>
    public async Task<IReadOnlyList<LedgerEntry>> ReadAsync(CancellationToken cancellationToken)
    {
        var text = File.Exists(path) ? await File.ReadAllTextAsync(path, cancellationToken) : "";
        return
        [
            .. text[..(text.LastIndexOf('\n') + 1)]
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(l => l.Split(' '))
                .Select(f => new LedgerEntry(f[0], f[1], f[2], Number(f[3]), f[4], Number(f[5]))),
        ];
    }

    /// <summary>The worker's own copy of what it printed.</summary>
    public Task<byte[]> CopyAsync(LedgerEntry worker, string stream, CancellationToken cancellationToken) =>
        File.ReadAllBytesAsync($"{path}.{worker.Id}.{(stream is "Stdout" ? "out" : "err")}", cancellationToken);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
