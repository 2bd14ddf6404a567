namespace Signalbox.Engine.Workflows;

/// <summary>What does the work of a step.</summary>
public enum StepKind
{
    /// <summary>An agent, given a rendered prompt.</summary>
    Agent = 0,

    /// <summary>A script under a shell.</summary>
    Shell = 1,

    /// <summary>A question to a person.</summary>
    Approval = 2,

    /// <summary>A run of another workflow.</summary>
    Workflow = 3,
}
