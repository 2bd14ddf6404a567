namespace Signalbox.Engine.Workflows;

/// <summary>What kind of value an output holds.</summary>
public enum OutputType
{
    /// <summary>A file of the workspace, kept with the attempt.</summary>
    File = 0,

    /// <summary>Text.</summary>
    String = 1,
}
