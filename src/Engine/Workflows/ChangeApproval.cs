namespace Signalbox.Engine.Workflows;

/// <summary>Whether the changes that a step made need a person (<c>approval: auto | always | never</c>).</summary>
public enum ChangeApproval
{
    /// <summary>The trust model decides; without one they need nobody.</summary>
    Auto = 0,

    /// <summary>A person approves them before the step is completed.</summary>
    Always = 1,

    /// <summary>They need nobody.</summary>
    Never = 2,
}
