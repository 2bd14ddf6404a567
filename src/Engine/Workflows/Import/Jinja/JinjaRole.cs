namespace Signalbox.Engine.Workflows.Import.Jinja;

/// <summary>What a variable is used for: its type, and whether it must be given, follow from that.</summary>
[Flags]
internal enum JinjaRole
{
    None = 0,

    /// <summary>Printed, or handed on: it must be there.</summary>
    Printed = 1,

    /// <summary>Looped over or joined.</summary>
    List = 2,

    /// <summary>Asked whether it is true.</summary>
    Tested = 4,

    /// <summary>Compared with a number.</summary>
    Number = 8,

    /// <summary>Compared with a text or another variable.</summary>
    Compared = 16,

    /// <summary>May be missing: it has a default there, or is asked whether it is defined.</summary>
    Optional = 32,
}
