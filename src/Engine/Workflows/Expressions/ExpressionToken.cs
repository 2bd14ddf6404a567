namespace Signalbox.Engine.Workflows.Expressions;

/// <summary>What a token is.</summary>
internal enum ExpressionTokenKind
{
    End = 0,

    /// <summary>A name with its path, or a word such as <c>and</c> or <c>true</c>.</summary>
    Word = 1,

    Text = 2,

    Number = 3,

    /// <summary>An operator, a parenthesis or a comma; the synonyms <c>and</c>, <c>or</c> are words.</summary>
    Sign = 4,
}

/// <summary>A token of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Offset of its first character.</param>
/// <param name="End">Offset after its last character.</param>
/// <param name="Value">The text of a word or sign, the content of a text, the value of a number.</param>
internal readonly record struct ExpressionToken(ExpressionTokenKind Kind, int Start, int End, object? Value)
{
    public bool Is(string text) => Kind is ExpressionTokenKind.Word or ExpressionTokenKind.Sign && string.Equals((string)Value!, text, StringComparison.Ordinal);
}
