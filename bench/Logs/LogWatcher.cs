using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Signalbox.Bench.Harness;
using Signalbox.Bench.Machine;

namespace Signalbox.Bench.Logs;

/// <summary>One watcher of a growing log, over HTTP; keeps the hash of the lines it got.</summary>
internal static class LogWatcher
{
    /// <summary>Follows the log to its end: lines, and SHA-256 of them with their line ends.</summary>
    public static async Task<(long Lines, string Hash)> FollowAsync(BenchServer server, string attempt, CancellationToken cancellationToken)
    {
        using var answer = await server.Client.GetAsync(new Uri($"/api/v1/attempts/{attempt}/log?stream=stdout&from=1&follow=true", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken), Encoding.UTF8, detectEncodingFromByteOrderMarks: false, bufferSize: 256 * 1024);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var lines = 0L;
        var complete = false;
        while (await reader.ReadLineAsync(cancellationToken) is { } batch)
        {
            using var document = JsonDocument.Parse(batch);
            foreach (var line in document.RootElement.GetProperty("lines").EnumerateArray())
            {
                // An unfinished line comes again when it has grown.
                if (!line.GetProperty("partial").GetBoolean())
                {
                    WrongResultException.Unless(line.GetProperty("line").GetInt64() == ++lines, $"the watcher got line {line.GetProperty("line")} as line {lines}");
                    hash.AppendData(Encoding.UTF8.GetBytes(line.GetProperty("text").GetString()!));
                    hash.AppendData("\n"u8);
                }
            }

            complete = document.RootElement.GetProperty("complete").GetBoolean();
        }

        WrongResultException.Unless(complete, "the watcher was left before the end of the log");
        return (lines, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
