namespace Signalbox.Engine.Workflows;

/// <summary>What does the work of a step.</summary>
public enum StepKind
{
    /// <summary>An agent, given a rendered prompt.</summary>
    Agent = 0,

    /// <summary>A script under a shell.</summary>
    Shell = 1,
}
