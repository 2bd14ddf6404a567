namespace Signalbox.Engine.Workflows;

/// <summary>What ends the repetition of a step.</summary>
public enum IterateUntil
{
    /// <summary><c>verify</c> exited 0.</summary>
    Verify = 0,

    /// <summary>The agent ended with a JSON object whose <c>done</c> is true; its prompt says what done means.</summary>
    DoneWhen = 1,
}
