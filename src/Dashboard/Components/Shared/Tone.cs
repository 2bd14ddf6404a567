namespace Signalbox.Dashboard.Components.Shared;

/// <summary>What a status means to a person; each has its colour and its shape.</summary>
public enum Tone
{
    /// <summary>Nothing to do: a ring.</summary>
    Idle = 0,

    /// <summary>Under way: a pulsing disc.</summary>
    Run = 1,

    /// <summary>Done well: a disc.</summary>
    Ok = 2,

    /// <summary>Waits for something: a diamond.</summary>
    Wait = 3,

    /// <summary>Went wrong: a square.</summary>
    Bad = 4,

    /// <summary>Passed over: a dash.</summary>
    Skip = 5,
}
