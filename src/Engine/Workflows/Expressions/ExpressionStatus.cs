namespace Signalbox.Engine.Workflows.Expressions;

/// <summary>How what a step needs has ended, as <c>success()</c> and <c>failure()</c> answer.</summary>
public enum ExpressionStatus
{
    /// <summary>All of it completed.</summary>
    Success = 0,

    /// <summary>Some of it failed.</summary>
    Failure = 1,

    /// <summary>None failed, but some was skipped or cancelled: neither is true.</summary>
    Neither = 2,
}
