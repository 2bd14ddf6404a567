using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Faults;

/// <summary>The files of a run that other programs read are damaged under it: the rows are the truth.</summary>
public sealed class DocumentFaultTests
{
    [Fact]
    public async Task RunFilesDamagedAndTheServerKilled_TheRunsCompleteFromTheirRows()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var bench = await FaultBench.CreateAsync([FaultWorkflows.Relay], stop);
        (string Name, Action<string> Damage)[] damages =
        [
            ("truncated", Truncate),
            ("removed", File.Delete),
            ("garbage", f => File.WriteAllBytes(f, [0, 255, (byte)'{', 10])),
            ("folder", f => Directory.CreateDirectory(Path.Combine(Renamed(f), "inside"))),
        ];
        List<string> keys = [];
        foreach (var _ in damages)
        {
            keys.Add(await bench.StartRunAsync("relay", stop));
        }

        await Until.TrueAsync(() => keys.TrueForAll(k => File.Exists(Path.Combine(bench.Attempt(k, "01_prepare"), "result.json"))), "the first results", stop);
        await bench.Server.KillAsync();
        foreach (var (key, (_, damage)) in keys.Zip(damages))
        {
            damage(Path.Combine(bench.Run(key), "workflow_snapshot.yml"));
            damage(Path.Combine(bench.Run(key), "metadata.json"));
            damage(Path.Combine(bench.Attempt(key, "01_prepare"), "result.json"));
        }

        await bench.StartServerAsync(stop);
        var oracle = new LedgerOracle(bench);
        foreach (var key in keys)
        {
            await bench.EndAsync(key, stop);
            await oracle.CheckAsync(key, stop);
        }

        // A folder in a document's place is nobody's to remove; everything else says again what the rows say.
        foreach (var (key, _) in keys.Zip(damages).Where(d => d.Second.Name is not "folder"))
        {
            await oracle.CheckDocumentsAsync(key, stop);
        }

        await oracle.CheckNothingIsOpenAsync(stop);
    }

    private static void Truncate(string file)
    {
        using var stream = File.OpenWrite(file);
        stream.SetLength(stream.Length / 2);
    }

    private static string Renamed(string file)
    {
        File.Move(file, file + ".old");
        return file;
    }
}
