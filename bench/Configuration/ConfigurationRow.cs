using System.Diagnostics;
using System.Text;
using Signalbox.Bench.Harness;
using Signalbox.Engine.Workflows;

namespace Signalbox.Bench.Configuration;

/// <summary>Row 13: a thousand workflow files, parsed and validated.</summary>
internal sealed class ConfigurationRow : IBenchRow
{
    private const int Files = 1_000;

    public string Number => "13";

    public string Title => "configuration of 1,000 workflows, parsed and validated";

    public Task RunAsync(RowContext context, CancellationToken cancellationToken)
    {
        var files = SampleWorkflows.Make(Files);
        var (cold, _) = Parse(files);
        Check(files);
        var warm = new Samples();
        var spread = new Samples();
        var allocated = 0L;
        for (var i = 0; i < context.Times(15, 3); i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (var milliseconds, allocated) = Parse(files);
            warm.Add(milliseconds);
            spread.Add(ParseAtOnce(files));
        }

        var bytes = files.Sum(f => f.Utf8.Length);
        context.Report(context.Number("warm, one thread", warm.Median, "ms") with
        {
            Bound = Bound.AtMost(100),
            Samples = warm.Count,
            Details = new Dictionary<string, double>(StringComparer.Ordinal) { ["best"] = warm.Smallest, ["worst"] = warm.Largest, ["KiB of YAML"] = bytes / 1024.0, ["MiB allocated"] = allocated / 1024.0 / 1024.0 },
        });
        context.Report(context.Number("warm, all processors", spread.Median, "ms") with { Samples = spread.Count });
        context.Report(context.Number("cold, one thread", cold, "ms") with { Samples = 1, Note = "the first thousand of the process, compilation included" });
        return Task.CompletedTask;
    }

    private static (double Milliseconds, long Allocated) Parse(IReadOnlyList<(string Name, byte[] Utf8)> files)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var began = Stopwatch.GetTimestamp();
        foreach (var (name, utf8) in files)
        {
            _ = WorkflowParser.Parse(utf8, name, SampleWorkflows.Agents);
        }

        return (Stopwatch.GetElapsedTime(began).TotalMilliseconds, GC.GetAllocatedBytesForCurrentThread() - allocated);
    }

    private static double ParseAtOnce(IReadOnlyList<(string Name, byte[] Utf8)> files)
    {
        var began = Stopwatch.GetTimestamp();
        Parallel.ForEach(files, file => _ = WorkflowParser.Parse(file.Utf8, file.Name, SampleWorkflows.Agents));
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    /// <summary>All are valid and read whole; one broken on purpose is found out, so that validation is what is timed.</summary>
    private static void Check(IReadOnlyList<(string Name, byte[] Utf8)> files)
    {
        foreach (var (name, utf8) in files)
        {
            var result = WorkflowParser.Parse(utf8, name, SampleWorkflows.Agents);
            WrongResultException.Unless(
                result.Definition?.Steps.Count == SampleWorkflows.Steps && result.Diagnostics.All(d => d.Severity != DiagnosticSeverity.Error),
                $"{name} is refused: {string.Join("; ", result.Diagnostics.Select(d => d.ToString()))}");
        }

        var broken = Encoding.UTF8.GetString(files[0].Utf8).Replace("needs: [plan]", "needs: [plam]", StringComparison.Ordinal);
        WrongResultException.Unless(WorkflowParser.Parse(broken, "broken.yaml", SampleWorkflows.Agents).Definition is null, "a step that needs one that is not there is not found out");
    }
}
