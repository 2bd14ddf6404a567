namespace Signalbox.Engine.Workflows;

/// <summary>The type of a workflow input.</summary>
public enum InputType
{
    /// <summary>One line of text.</summary>
    String = 0,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean = 1,

    /// <summary>A whole number, 64 bits.</summary>
    Integer = 2,

    /// <summary>One of the options.</summary>
    Choice = 3,
}
