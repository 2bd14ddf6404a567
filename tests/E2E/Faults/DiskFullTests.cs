using System.Net;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Faults;

/// <summary>An agent fills the disk on which the server keeps everything.</summary>
public sealed class DiskFullTests
{
    private static readonly (string Name, string Yaml) Filler = ("filler", """
        version: "1.0"
        name: filler
        key: FILL
        inputs:
          ledger: {type: string, required: true}
          files: {type: string, required: true}
        env: {LEDGER: "{{inputs.ledger}}", FILES: "{{inputs.files}}"}
        steps:
          - id: fill
            timeout_seconds: 120
            run: |
              echo before
              cat /dev/zero > "$FILES/data/filling" 2> /dev/null || true
              note full $$
              until [ -e "$FILES/free" ]; do sleep 0.05; done
              rm "$FILES/data/filling"
              echo after
              note freed $$
          - id: next
            needs: [fill]
            run: worker 5 0
        """);

    [Fact]
    public async Task AgentFillsTheDisk_TheServerStaysAndSaysSo_AndWhenThereIsRoomTheRunGoesOn()
    {
        var stop = TestContext.Current.CancellationToken;
        string? mounted = null;
        try
        {
            await using var bench = await FaultBench.CreateAsync(
                [Filler],
                async b =>
                {
                    var mount = await Command.RunAsync("mount", ["-t", "tmpfs", "-o", "size=48m,mode=700", "signalbox-faults", Directory.CreateDirectory(b.Data).FullName], stop);
                    Assert.SkipUnless(mount.ExitCode == 0, $"a small file system has to be mounted, which is not allowed here: {mount.Error.Trim()}");
                    mounted = b.Data;
                },
                stop);
            var key = await bench.StartRunAsync("filler", stop, new { ledger = bench.Ledger.Path, files = bench.Combine() });
            await Until.TrueAsync(async () => (await bench.Ledger.ReadAsync(stop)).Any(e => e.Kind is "full"), "a full disk", stop);

            // It answers, and does not pretend that it can start anything.
            Assert.Equal("Running", (await bench.Server.GetAsync($"/api/v1/runs/{key}", stop)).GetProperty("status").GetString());
            var (status, body) = await bench.Server.PostAsync("/api/v1/runs", new { workflow = "filler", key = "SECOND-1", inputs = new { ledger = bench.Ledger.Path, files = bench.Combine() } }, stop);
            if (status != HttpStatusCode.Created)
            {
                Assert.True(status is HttpStatusCode.ServiceUnavailable, $"{status} {body}\n{bench.Server.Output}");
                Assert.Contains("full", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
            }

            await File.WriteAllTextAsync(bench.Combine("free"), "", stop);
            var run = await bench.EndAsync(key, stop);
            Assert.True(run.GetProperty("status").GetString() is "Completed", $"{run}\n{bench.Server.Output}");
            var attempt = Assert.Single(run.GetProperty("steps")[0].GetProperty("attempts").EnumerateArray()).GetProperty("id").GetString()!;
            Assert.Equal("before\nafter\n"u8.ToArray(), await StoredLog.ReadAsync(bench.Data, attempt, "Stdout", stop));
            Assert.Single(await bench.Ledger.ReadAsync(stop), e => string.Equals(e.Run, key, StringComparison.Ordinal) && e.Kind is "end");
            FaultMode.Print($"disk full: the run completed after there was room; a start meanwhile: {(int)status}");
            if (status == HttpStatusCode.Created)
            {
                await bench.EndAsync("SECOND-1", stop);
            }

            await new LedgerOracle(bench).CheckNothingIsOpenAsync(stop);
        }
        finally
        {
            if (mounted is not null)
            {
                // Lazily: a process that is just ending may still have a file there.
                await Command.RunAsync("umount", ["--lazy", mounted], CancellationToken.None);
            }
        }
    }
}
