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

    /// <summary>A number, 64-bit floating point.</summary>
    Number = 4,

    /// <summary>Text of any number of lines.</summary>
    Text = 5,

    /// <summary>A list of texts.</summary>
    List = 6,

    /// <summary>The content of a file that the person gives, as text.</summary>
    File = 7,

    /// <summary>The name of a configured secret; its value is read when a step needs it.</summary>
    Secret = 8,
}
