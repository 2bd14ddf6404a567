using System.Diagnostics;
using System.Text;
using Signalbox.Bench.Harness;
using Signalbox.Engine.Governance.Configuration;
using Signalbox.Engine.Workflows;

namespace Signalbox.Bench.Configuration;

/// <summary>Row 13: a configuration of 1,000 agents and workflows, and a thousand workflow files, parsed and validated.</summary>
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
        Document(context, files, cancellationToken);
        return Task.CompletedTask;
    }

    /// <summary>One document of as many components: half of them agents, half workflows.</summary>
    private static void Document(RowContext context, IReadOnlyList<(string Name, byte[] Utf8)> files, CancellationToken cancellationToken)
    {
        var utf8 = SampleDocument.Make(Files / 2, [.. files.Take(Files / 2)]);
        CheckDocument(utf8);
        var samples = new Samples();
        for (var i = 0; i < context.Times(15, 3); i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var began = Stopwatch.GetTimestamp();
            _ = ConfigurationReader.Read(utf8, "config.yaml");
            samples.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        context.Report(context.Number("one document, 500 agents and 500 workflows", samples.Median, "ms") with
        {
            Bound = Bound.AtMost(100),
            Samples = samples.Count,
            Details = new Dictionary<string, double>(StringComparer.Ordinal) { ["best"] = samples.Smallest, ["worst"] = samples.Largest, ["KiB of YAML"] = utf8.Length / 1024.0 },
        });
    }

    private static void CheckDocument(byte[] utf8)
    {
        var read = ConfigurationReader.Read(utf8, "config.yaml");
        WrongResultException.Unless(
            read.Document is { Agents.Count: Files / 2, Workflows.Count: Files / 2 } document && document.Workflows.All(w => w.Definition?.Steps.Count == SampleWorkflows.Steps),
            $"the document is refused: {string.Join("; ", read.Diagnostics.Take(5))}");
        var broken = Encoding.UTF8.GetString(utf8).Replace("max_tokens: 1007", "max_tokens: many", StringComparison.Ordinal).Replace("max_length:", "max_lenght:", StringComparison.Ordinal);
        WrongResultException.Unless(ConfigurationReader.Read(broken, "broken.yaml").Diagnostics.Count(d => d.Severity == DiagnosticSeverity.Error) == 1 + (Files / 2), "not every fault is found out");
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
