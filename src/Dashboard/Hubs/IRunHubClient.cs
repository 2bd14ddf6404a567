using Signalbox.Dashboard.Api.Models;

namespace Signalbox.Dashboard.Hubs;

/// <summary>What the hub tells a client that watches. Public, or streams fail at run time.</summary>
public interface IRunHubClient
{
    /// <summary>A run changed; as in a list, without its steps.</summary>
    Task RunChanged(RunModel run);

    /// <summary>A step of a run changed.</summary>
    Task StepChanged(string runId, StepModel changedStep);

    /// <summary>An agent's status may have changed, or what it is at work on.</summary>
    Task AgentChanged(AgentModel agent);

    /// <summary>A person is asked, or a question was answered or has expired.</summary>
    Task ApprovalChanged(ApprovalModel approval);

    /// <summary>Numbers of metrics may have changed, or what is wanted of them: whoever shows them reads them again.</summary>
    Task MetricsChanged();
}
