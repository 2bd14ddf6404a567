using System.Globalization;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Library;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Components.Live;

/// <summary>Addresses of pages and of what the API serves to them, and the line that says where a run stands.</summary>
public static class Links
{
    /// <summary>Page of a run.</summary>
    public static string Run(string key) => $"runs/{Uri.EscapeDataString(key)}";

    /// <summary>Log of an attempt on the page of its run.</summary>
    public static string Log(string key, string step, int attempt) => new RunUrl { Key = key, Tab = "logs", Step = step, Attempt = attempt }.ToHref();

    /// <summary>Page of a workflow.</summary>
    public static string Workflow(WorkflowEntry entry) => Workflow(entry.Repository.Name, entry.Workflow.Slug);

    /// <summary>Page of a workflow.</summary>
    public static string Workflow(string repository, string slug) => $"workflows/{Uri.EscapeDataString(repository)}/{Uri.EscapeDataString(slug)}";

    /// <summary>Page of a feature.</summary>
    public static string Feature(string repository, string slug) => $"features/{Uri.EscapeDataString(repository)}/{Uri.EscapeDataString(slug)}";

    /// <summary>Page of a template.</summary>
    public static string Template(string place, string slug) => $"templates/{Uri.EscapeDataString(place)}/{Uri.EscapeDataString(slug)}";

    /// <summary>Page of an agent.</summary>
    public static string Agent(string id) => $"agents/{Uri.EscapeDataString(id)}";

    /// <summary>Page of a workspace.</summary>
    public static string Workspace(string id) => $"workspaces/{Uri.EscapeDataString(id)}";

    /// <summary>Download of an output file.</summary>
    public static string Artifact(string key, string path) =>
        $"/api/v1/runs/{Uri.EscapeDataString(key)}/artifacts/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}";

    /// <summary>Download of a raw log.</summary>
    public static string RawLog(AttemptId attempt, string stream) => $"/api/v1/attempts/{attempt.Value}/log/raw?stream={stream}";

    /// <summary>Search in a log; the query is added to it.</summary>
    public static string LogSearch(AttemptId attempt, string stream) => $"/api/v1/attempts/{attempt.Value}/log/search?stream={stream}";

    /// <summary>Where a run stands, in words.</summary>
    public static string Standing(RunSummary run) => run.Status switch
    {
        RunStatus.Pending => run.StatusReason ?? run.NextAction ?? "waits for a free place",
        RunStatus.Running => Progress(run, run.CurrentStep ?? run.NextAction),
        RunStatus.Waiting or RunStatus.Paused or RunStatus.Failed or RunStatus.Cancelled => run.StatusReason ?? run.CurrentStep ?? "",
        RunStatus.Completed => run.StatusReason ?? Progress(run, null),
    };

    private static string Progress(RunSummary run, string? at)
    {
        var steps = run.StepsTotal == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{run.StepsEnded} of {run.StepsTotal} steps");
        return string.Join(" · ", new[] { at, steps }.OfType<string>());
    }
}
