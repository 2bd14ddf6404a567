namespace Signalbox.Engine.Workspaces.Diffs;

/// <summary>Bounds of what is read of a change: an agent may write anything.</summary>
public static class DiffLimits
{
    /// <summary>Files of a list.</summary>
    public const int MaxFiles = 3000;

    /// <summary>Bytes of one side of a file, past which its lines are not compared.</summary>
    public const long MaxBytes = 4L * 1024 * 1024;

    /// <summary>Lines of the change of one file.</summary>
    public const int MaxLines = 20_000;

    /// <summary>Characters of a line.</summary>
    public const int MaxLine = 2000;
}
