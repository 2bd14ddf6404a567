using System.Globalization;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Library;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Components.Overview;

/// <summary>What the overview shows.</summary>
public sealed record OverviewView
{
    /// <summary>Runs that have not ended, newest first.</summary>
    public required IReadOnlyList<RunSummary> Active { get; init; }

    /// <summary>Active runs beyond these.</summary>
    public int ActiveMore { get; init; }

    /// <summary>Runs that failed within a day.</summary>
    public required IReadOnlyList<RunSummary> Failed { get; init; }

    /// <summary>Failed runs beyond these.</summary>
    public int FailedMore { get; init; }

    /// <summary>Runs that ended otherwise.</summary>
    public required IReadOnlyList<RunSummary> Recent { get; init; }

    /// <summary>Questions that nobody has answered yet, the longest waiting first.</summary>
    public IReadOnlyList<(Approval Approval, Run Run)> Asked { get; init; } = [];

    /// <summary>Agents that cannot work and should.</summary>
    public required IReadOnlyList<AgentInfo> AgentsInError { get; init; }

    /// <summary>All workflows.</summary>
    public required IReadOnlyList<WorkflowEntry> Workflows { get; init; }

    /// <summary>Runs created within a day, by status.</summary>
    public required IReadOnlyDictionary<RunStatus, int> CountsByStatus { get; init; }

    /// <summary>There has never been a run.</summary>
    public bool IsFirstVisit { get; init; }

    /// <summary>Workflows whose file has errors.</summary>
    public IReadOnlyList<WorkflowEntry> Broken => [.. Workflows.Where(w => w.Workflow.Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error))];

    /// <summary>Anything that waits for a person.</summary>
    public bool NeedsAttention => Asked.Count > 0 || Failed.Count > 0 || AgentsInError.Count > 0 || Broken.Count > 0;

    /// <summary>The state in one line.</summary>
    public string Summary
    {
        get
        {
            var active = Active.Count + ActiveMore;
            var attention = Asked.Count + Failed.Count + FailedMore + AgentsInError.Count + Broken.Count;
            return string.Create(CultureInfo.InvariantCulture, $"{(active == 0 ? "nothing active" : $"{active} active")}, {(attention == 0 ? "nothing needs you" : $"{attention} need{(attention == 1 ? "s" : "")} a look")}");
        }
    }

    /// <summary>The day's numbers with the filter that lists their runs.</summary>
    public IReadOnlyList<(string Label, int Value, string Filter)> Counts =>
    [
        ("active", RunGroups.Active.Sum(s => CountsByStatus.GetValueOrDefault(s)), "active"),
        ("completed", CountsByStatus.GetValueOrDefault(RunStatus.Completed), "completed"),
        ("failed", CountsByStatus.GetValueOrDefault(RunStatus.Failed), "failed"),
        ("cancelled", CountsByStatus.GetValueOrDefault(RunStatus.Cancelled), "cancelled"),
    ];
}
