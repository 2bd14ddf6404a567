namespace Signalbox.Engine.Workflows.Expressions;

/// <summary>What kind of value an expression gives, as far as its form says it.</summary>
internal enum ExpressionKind
{
    /// <summary>Depends on the model.</summary>
    Unknown = 0,

    Boolean = 1,

    Text = 2,

    Number = 3,

    Null = 4,
}
