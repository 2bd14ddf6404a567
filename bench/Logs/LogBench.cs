using System.Globalization;
using System.Security.Cryptography;
using Signalbox.Bench.Harness;
using Signalbox.Bench.Machine;

namespace Signalbox.Bench.Logs;

/// <summary>Runs the child under the server and beside it, and compares every byte.</summary>
internal sealed class LogBench(RowContext context, BenchServer server, string source, string hash, int lines)
{
    private static readonly string Dotnet = Environment.ProcessPath!;

    public double MebiBytes { get; } = new FileInfo(source).Length / 1024.0 / 1024.0;

    private string Result => Path.Combine(context.Folder, "child-result");

    /// <summary>One run with its watcher.</summary>
    public async Task<LogRun> RunAsync(string workflow, string key, CancellationToken cancellationToken)
    {
        File.Delete(Result);
        await using var observer = new DatabaseObserver(server.Data);
        await server.StartRunAsync(workflow, key, new { source, result = Result, dotnet = Dotnet, printer = Paths.Self }, cancellationToken);
        var attempt = (string)await observer.AwaitAsync(
            "SELECT a.id FROM attempts a JOIN runs r ON r.id = a.run_id WHERE r.key = @key", [("@key", key)], _ => true, TimeSpan.FromMilliseconds(2), cancellationToken);
        var watching = WatchAsync(attempt, cancellationToken);
        await observer.AwaitAsync(
            "SELECT complete FROM log_streams WHERE attempt_id = @attempt AND stream = 'Stdout'", [("@attempt", attempt)], c => (long)c == 1, TimeSpan.FromMilliseconds(5), cancellationToken);
        var stored = Seconds();
        var (watchedLines, watchedHash, watched) = await watching;
        await observer.CompletedAsync(key, cancellationToken);

        var times = (await File.ReadAllLinesAsync(Result, cancellationToken)).Select(l => double.Parse(l, CultureInfo.InvariantCulture)).ToList();
        var child = times.Count == 1 ? times[0] : (times[1] - times[0]) / 1e9;

        // The paced child says how long it printed; it ends right after.
        var first = times.Count == 1 ? Started(observer, attempt) : times[0] / 1e9;
        WrongResultException.Unless(watchedLines == lines && string.Equals(watchedHash, hash, StringComparison.Ordinal), $"run {key}: the watcher got {watchedLines} lines with hash {watchedHash}, the source has {lines} with {hash}");
        await CheckAsync(observer, key, attempt, cancellationToken);
        return new LogRun(attempt, child, stored - first, watched - first);
    }

    /// <summary>Seconds that <c>cat SOURCE > FILE</c> takes.</summary>
    public async Task<double> PlainAsync(CancellationToken cancellationToken)
    {
        var copy = Path.Combine(context.Folder, "plain.log");
        var said = await Programs.OutputAsync("/bin/sh", ["-c", $"date +%s%N; cat '{source}' > '{copy}'; date +%s%N"], cancellationToken);
        File.Delete(copy);
        var times = said.Split('\n').Select(l => double.Parse(l, CultureInfo.InvariantCulture)).ToList();
        return (times[1] - times[0]) / 1e9;
    }

    /// <summary>Seconds that the paced child takes when it prints into <c>cat > FILE</c>.</summary>
    public async Task<double> PlainPacedAsync(int linesPerSecond, CancellationToken cancellationToken)
    {
        var copy = Path.Combine(context.Folder, "plain.log");
        var rate = linesPerSecond.ToString(CultureInfo.InvariantCulture);
        await Programs.OutputAsync("/bin/sh", ["-c", $"'{Dotnet}' '{Paths.Self}' print '{source}' {rate} '{Result}' | cat > '{copy}'"], cancellationToken);
        File.Delete(copy);
        return double.Parse(await File.ReadAllTextAsync(Result, cancellationToken), CultureInfo.InvariantCulture);
    }

    /// <summary>Seconds that the raw inserts of the attempt's chunks take.</summary>
    public async Task<double> RawAsync(string attempt, CancellationToken cancellationToken)
    {
        var file = Path.Combine(context.Folder, "raw.db");
        var seconds = await RawInserts.RunAsync(server.Data, attempt, file, cancellationToken);
        foreach (var left in Directory.EnumerateFiles(context.Folder, "raw.db*"))
        {
            File.Delete(left);
        }

        return seconds;
    }

    private static double Started(DatabaseObserver observer, string attempt) =>
        (new DateTimeOffset((long)observer.Ask("SELECT started_at FROM attempts WHERE id = @attempt", ("@attempt", attempt))!, TimeSpan.Zero) - DateTimeOffset.UnixEpoch).TotalSeconds;

    private static double Seconds() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    private async Task<(long Lines, string Hash, double At)> WatchAsync(string attempt, CancellationToken cancellationToken)
    {
        var (watched, watchedHash) = await LogWatcher.FollowAsync(server, attempt, cancellationToken);
        return (watched, watchedHash, Seconds());
    }

    /// <summary>Chunks and download are the source, byte for byte.</summary>
    private async Task CheckAsync(DatabaseObserver observer, string key, string attempt, CancellationToken cancellationToken)
    {
        using var chunks = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var offset = 0L;
        foreach (var row in observer.Rows("SELECT start_offset, text FROM log_chunks WHERE attempt_id = @attempt AND stream = 'Stdout' ORDER BY start_offset", ("@attempt", attempt)))
        {
            var text = (byte[])row[1];
            WrongResultException.Unless(row.GetInt64(0) == offset, $"run {key}: a chunk at {row.GetInt64(0)} where {offset} was due");
            offset += text.Length;
            chunks.AppendData(text);
        }

        var stored = Convert.ToHexStringLower(chunks.GetHashAndReset());
        await using var raw = await server.Client.GetStreamAsync(new Uri($"/api/v1/attempts/{attempt}/log/raw?stream=stdout", UriKind.Relative), cancellationToken);
        var download = await LineSource.HashAsync(raw, cancellationToken);
        WrongResultException.Unless(
            string.Equals(stored, hash, StringComparison.Ordinal) && string.Equals(download, hash, StringComparison.Ordinal),
            $"run {key}: source {hash}, chunks {stored}, download {download}");
    }
}
