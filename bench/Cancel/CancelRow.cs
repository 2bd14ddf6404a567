using Signalbox.Bench.Harness;
using Signalbox.Bench.Machine;

namespace Signalbox.Bench.Cancel;

/// <summary>Row 11: from the cancel to nothing left alive.</summary>
internal sealed class CancelRow : IBenchRow
{
    private const int AtOnce = 20;

    public string Number => "11";

    public string Title => "cancel to zero descendants";

    public async Task RunAsync(RowContext context, CancellationToken cancellationToken)
    {
        using var lab = new TreeLab(Path.Combine(context.Folder, "trees"));
        await MeasureAsync(context, lab, "agents that obey, p99", 1000, [.. Enumerable.Repeat(TreeKind.Obeys, context.Times(100, 5))], 1, cancellationToken);
        await MeasureAsync(context, lab, "agents that do not, p99", 6000, [.. Enumerable.Repeat(TreeKind.Ignores, context.Times(100, 5))], AtOnce, cancellationToken);
        foreach (var kind in TreeKind.Adversaries)
        {
            await MeasureAsync(context, lab, kind.Name, null, [.. Enumerable.Repeat(kind, context.Times(20, 2))], AtOnce, cancellationToken);
        }

        var trees = context.Times(20, 2) * TreeKind.Adversaries.Count;
        context.Report(context.Number($"processes alive after the cancels of {trees} adversarial trees", lab.Survivors, "") with
        {
            Bound = Bound.AtMost(0),
            Samples = trees,
            Details = new Dictionary<string, double>(StringComparer.Ordinal) { ["processes in the largest tree"] = lab.LargestTree },
            Note = "looked for by program name, at once and again 200 ms later; trees of the rows above included",
        });
        await MeasureServerAsync(context, lab, cancellationToken);
    }

    private static async Task MeasureAsync(RowContext context, TreeLab lab, string what, double? bound, IReadOnlyList<TreeKind> trees, int atOnce, CancellationToken cancellationToken)
    {
        var samples = new Samples();
        await Parallel.ForEachAsync(
            trees,
            new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken },
            async (kind, stop) => samples.Add(await lab.StopOneAsync(kind, stop)));
        context.Say($"{what}: {samples.P99:0} ms, survivors so far {lab.Survivors}");
        context.Report(context.Number(bound is null ? $"adversarial, {what}, p99" : what, samples.P99, "ms") with
        {
            Bound = bound is { } value ? Bound.AtMost(value) : null,
            Samples = samples.Count,
            Details = samples.Details,
            Note = atOnce == 1 ? null : $"{atOnce} trees at a time, a grace of 5 s in it",
        });
    }

    private static async Task MeasureServerAsync(RowContext context, TreeLab lab, CancellationToken cancellationToken)
    {
        await using var server = await BenchServer.StartAsync(Path.Combine(context.Folder, "data"), [], cancellationToken);
        await server.AddRepositoryAsync(
            Path.Combine(context.Folder, "repository"), cancellationToken, ServerCancels.Workflow("obeys", TreeKind.Obeys), ServerCancels.Workflow("ignores", TreeKind.Ignores));
        var cancels = new ServerCancels(server, lab, Path.Combine(context.Folder, "server-names"));
        foreach (var (workflow, bound, times, atOnce) in ((string, double, int, int)[])[("obeys", 1000, context.Times(20, 2), 1), ("ignores", 6000, context.Times(12, 2), 4)])
        {
            var samples = new Samples();
            await Parallel.ForEachAsync(
                Enumerable.Range(0, times),
                new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken },
                async (_, stop) => samples.Add(await cancels.OnceAsync(workflow, stop)));
            context.Report(context.Number($"through the server, an agent that {workflow}: run cancelled, largest", samples.Largest, "ms") with
            {
                Bound = Bound.AtMost(bound),
                Samples = samples.Count,
                Details = samples.Details,
            });
        }

        WrongResultException.Unless(cancels.Survivors == 0, $"{cancels.Survivors} processes were alive after their run said Cancelled");
    }
}
