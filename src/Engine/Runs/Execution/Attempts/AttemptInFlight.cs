using Signalbox.Engine.Agents;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>An attempt whose agent works.</summary>
internal sealed class AttemptInFlight(StepDefinition definition, StepRun step, Attempt attempt, AgentRequest request, IAgent agent)
{
    private volatile bool _isStopAsked;

    public StepDefinition Definition => definition;

    public StepRun Step => step;

    public Attempt Attempt => attempt;

    public AgentRequest Request => request;

    public IAgent Agent => agent;

    /// <summary>Keeps its secrets out of what is kept of it.</summary>
    public AttemptSecrecy Secrecy { get; } = new(request.Secrets);

    /// <summary>Key under which its answer is kept; null when it is not.</summary>
    public string? CacheKey { get; init; }

    /// <summary>Ends when the files of the steps before are there: its agent may read them.</summary>
    public Task Ready { get; init; } = Task.CompletedTask;

    /// <summary>Whether its end was asked for; set before anything of it is stopped.</summary>
    public bool IsStopAsked
    {
        get => _isStopAsked;
        set => _isStopAsked = value;
    }

    /// <summary>Ends when the agent's code has.</summary>
    public Task Work { get; set; } = Task.CompletedTask;
}
