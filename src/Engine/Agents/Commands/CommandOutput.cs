namespace Signalbox.Engine.Agents.Commands;

/// <summary>What a command writes to standard output.</summary>
public enum CommandOutput
{
    /// <summary>Text: all of it is the answer.</summary>
    Text = 0,

    /// <summary>One JSON object a line, read by a map of fields.</summary>
    JsonLines = 1,
}
