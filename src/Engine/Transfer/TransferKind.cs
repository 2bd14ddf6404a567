namespace Signalbox.Engine.Transfer;

/// <summary>How the values of a column stand in an export: the same whatever the database is. Null is a value that is absent.</summary>
public enum TransferKind
{
    /// <summary>A string.</summary>
    Text = 0,

    /// <summary>A whole number of 64 bits.</summary>
    Integer = 1,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean = 2,

    /// <summary>A time as RFC 3339 in UTC with seven decimals of the second: every tick.</summary>
    Time = 3,

    /// <summary>A decimal number as a string: no digit is lost on the way.</summary>
    Decimal = 4,

    /// <summary>Bytes as base64.</summary>
    Bytes = 5,

    /// <summary>A number of 64 bits, which reads back as the same.</summary>
    Real = 6,

    /// <summary>A day, <c>yyyy-MM-dd</c>.</summary>
    Date = 7,
}
