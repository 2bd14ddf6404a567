namespace Signalbox.Engine.Workflows;

/// <summary>How the work of a step is done (spec 4, a task's <c>methodology</c>).</summary>
public enum Methodology
{
    /// <summary>As the agent likes.</summary>
    Standard = 0,

    /// <summary>Test first: a change whose <c>verify</c> passed before it as well is flagged.</summary>
    Tdd = 1,

    /// <summary>From the behaviour that is wanted; told to the agent.</summary>
    Bdd = 2,
}
