namespace Signalbox.Engine.Workflows.Expressions;

/// <summary>Leaves the parser or the evaluator; becomes a result in <see cref="Expression"/> and goes no further.</summary>
internal sealed class ExpressionFaultException(int offset, string message) : Exception(message)
{
    /// <summary>Where in the text, in characters from 0.</summary>
    public int Offset { get; } = offset;
}
