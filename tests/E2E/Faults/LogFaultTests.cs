using System.Text;
using System.Text.Json;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Faults;

/// <summary>Output that is hard to store or to show: what is downloaded and what is stored equals what was printed, byte for byte.</summary>
[Collection(OneServer.Name)]
public sealed class LogFaultTests(OneServer.Place place)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private FaultBench Bench => place.Bench;

    [Fact]
    public async Task StrangeBytes_AreStoredAndServedAsTheyWerePrinted()
    {
        var random = new Random(FaultMode.Seed);
        var everyByte = new byte[1_000_000];
        random.NextBytes(everyByte);
        (string Name, byte[] Bytes)[] sources =
        [
            ("nothing", []),
            ("nul", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a\0b\0\0\n", 20_000)))),
            ("random", everyByte),
            ("torn", [.. Enumerable.Repeat<byte[]>([0xE2, 0x82, (byte)'\n', 0xF0, 0x9F, 0x98, 0xC3, 0x28, (byte)'\n', 0xED, 0xA0, 0x80, 0xFF, (byte)'\n'], 10_000).SelectMany(b => b)]),
            ("progress", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(1, 30_000).Select(n => $"\r{n / 300,3} %")) + "\ndone")),
            ("returns", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("line\r\n\r\n\n", 20_000)))),
            ("escapes", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("\u001b[2J\u001b]0;title\u0007\u001b[31mred\u001b[0m\b\u007f\n", 10_000)))),
        ];
        foreach (var (name, bytes) in sources)
        {
            await File.WriteAllBytesAsync(Bench.Combine($"strange-{name}"), bytes, Stop);
        }

        var key = await place.StartStepsAsync("strange", string.Concat(sources.Select(s => $"  - id: {s.Name}\n    run: cat \"$FILES/strange-{s.Name}\"\n")), Stop);
        var run = await Bench.EndAsync(key, Stop);

        Assert.True(run.GetProperty("status").GetString() is "Completed", run.ToString());
        foreach (var (name, bytes) in sources)
        {
            await AssertLogAsync(run, name, bytes);
        }
    }

    [Fact]
    public async Task CharactersPrintedInPieces_AreShownWhole()
    {
        var key = await place.StartScriptAsync("pieces", "printf 'a\\303'\nsleep 0.4\nprintf '\\251 \\342\\202'\nsleep 0.4\nprintf '\\254 \\360\\237'\nsleep 0.4\nprintf '\\230\\200 z\\n'", Stop);
        var run = await Bench.EndAsync(key, Stop);

        await AssertLogAsync(run, "only", "aé € 😀 z\n"u8.ToArray());
        var log = await Bench.Server.GetAsync($"/api/v1/attempts/{AttemptOf(run, "only")}/log?stream=stdout&from=1&count=10", Stop);
        Assert.Equal("aé € 😀 z", Assert.Single(log.GetProperty("lines").EnumerateArray()).GetProperty("text").GetString());
    }

    [Fact]
    public async Task OneVeryLongLine_IsServedInPieces_TheServerAnswersAndItsMemoryIsBounded()
    {
        var megabytes = FaultMode.Pick(8, 100);
        var line = new byte[(megabytes * 1024 * 1024) + 1];
        new Random(FaultMode.Seed).NextBytes(line);
        for (var i = 0; i < line.Length; i++)
        {
            line[i] = (byte)('a' + (line[i] % 26));
        }

        line[^1] = (byte)'\n';
        await File.WriteAllBytesAsync(Bench.Combine("long-line"), line, Stop);
        await using var pulse = new Pulse(Bench.Server, Stop);

        var key = await place.StartScriptAsync("longline", "cat \"$FILES/long-line\"", Stop);
        var run = await Bench.EndAsync(key, Stop);
        Assert.Equal("Completed", run.GetProperty("status").GetString());
        await AssertLogAsync(run, "only", line);
        using var client = Bench.Server.CreateClient();
        var page = await client.GetByteArrayAsync(new Uri($"/api/v1/attempts/{AttemptOf(run, "only")}/log?stream=stdout&from=1&count=5000", UriKind.Relative), Stop);

        await pulse.AssertAliveAsync(TimeSpan.FromSeconds(10));
        FaultMode.Print($"one line of {megabytes} MiB: slowest of {pulse.Answers} answers {pulse.Slowest.TotalMilliseconds:F0} ms, the server's peak grew by {pulse.GrowthMiB} MiB, a page of it has {page.Length / 1024} KiB");
        Assert.True(pulse.GrowthMiB < 400, $"the server's peak grew by {pulse.GrowthMiB} MiB");
        Assert.True(page.Length < 16 * 1024 * 1024, $"a page of the log has {page.Length} bytes");
    }

    private static string AttemptOf(JsonElement run, string step) =>
        run.GetProperty("steps").EnumerateArray().Single(s => string.Equals(s.GetProperty("id").GetString(), step, StringComparison.Ordinal)).GetProperty("attempts").EnumerateArray().Last().GetProperty("id").GetString()!;

    private async Task AssertLogAsync(JsonElement run, string step, byte[] expected)
    {
        var attempt = AttemptOf(run, step);
        Bytes.AssertSame(expected, await StoredLog.ReadAsync(Bench.Data, attempt, "Stdout", Stop), $"{step}, stored");
        using var client = Bench.Server.CreateClient();
        Bytes.AssertSame(expected, await client.GetByteArrayAsync(new Uri($"/api/v1/attempts/{attempt}/log/raw?stream=stdout", UriKind.Relative), Stop), $"{step}, downloaded");

        // It can be shown as well, to its last line.
        var last = Math.Max(1, expected.Count(b => b == (byte)'\n'));
        var log = await Bench.Server.GetAsync($"/api/v1/attempts/{attempt}/log?stream=stdout&from={last}&count=10", Stop);
        Assert.Equal(expected.Length > 0, log.GetProperty("lines").GetArrayLength() > 0);
    }
}
