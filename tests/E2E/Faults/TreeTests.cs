using System.Diagnostics;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Faults;

/// <summary>Process trees that do everything to outlive a cancel.</summary>
public sealed class TreeTests
{
    /// <summary>Trees that stand at a time.</summary>
    private const int Batch = 20;

    private static readonly (string Name, string Yaml) Plant = ("plant", """
        version: "1.0"
        name: plant
        key: TREE
        inputs:
          root: {type: string, required: true}
        env: {ROOT: "{{inputs.root}}"}
        steps:
          - id: grow
            timeout_seconds: 600
            run: exec sh "$ROOT"
        """);

    private readonly Random _random = new(FaultMode.Seed);

    [Fact]
    public async Task AdversarialTrees_NoneSurvivesACancel()
    {
        var stop = TestContext.Current.CancellationToken;
        var trees = FaultMode.Pick(20, 200);
        var nodes = 0;
        List<string> survivors = [];
        var slowest = TimeSpan.Zero;
        FaultMode.Print($"process trees: seed {FaultMode.Seed}");
        await using var bench = await FaultBench.CreateAsync([Plant], stop);
        for (var planted = 0; planted < trees; planted += Batch)
        {
            List<(string Key, TreeScript Tree)> batch = [];
            for (var n = planted; n < planted + Batch; n++)
            {
                var tree = new TreeScript(_random, bench.Combine("trees", $"{n}"), bench.Combine("trees", $"{n}.pids"));
                batch.Add((await bench.StartRunAsync("plant", stop, new { root = tree.Root }), tree));
            }

            foreach (var (key, tree) in batch)
            {
                await Until.TrueAsync(() => tree.Processes().Count == tree.Nodes, $"the {tree.Nodes} processes of {key} ({tree.Root})", stop);
                nodes += tree.Nodes;
            }

            var began = Stopwatch.GetTimestamp();
            await Task.WhenAll(batch.Select(b => bench.CancelAsync(b.Key, stop)));
            foreach (var (key, tree) in batch)
            {
                var run = await bench.EndAsync(key, stop);
                Assert.Equal("Cancelled", run.GetProperty("status").GetString());
                survivors.AddRange(tree.Processes().Where(Survivors.IsAlive).Select(pid => $"process {pid} of {tree.Root}"));
                survivors.AddRange(Survivors.Of(bench.Run(key)));
            }

            slowest = Stopwatch.GetElapsedTime(began) > slowest ? Stopwatch.GetElapsedTime(began) : slowest;
        }

        // From a person's word to the row that says that nothing is alive, as the server's clock has it.
        var took = (await StoredRows.ReadAsync(bench.Data, "SELECT ended_at - cancel_requested_at AS took FROM runs ORDER BY took", stop)).Select(r => TimeSpan.FromTicks((long)r[0]).TotalSeconds).ToList();
        FaultMode.Print(
            $"process trees: {trees} with {nodes} processes, {Batch} at a time; survivors {survivors.Count}; cancelled in p50 {took[took.Count / 2]:F2} s, p99 {took[(took.Count - 1) * 99 / 100]:F2} s, "
            + $"at most {took[^1]:F2} s, of which {bench.Grace.TotalSeconds:F0} s are the grace; slowest batch {slowest.TotalSeconds:F1} s");
        Assert.Empty(survivors);
    }
}
