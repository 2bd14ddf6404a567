namespace Signalbox.Engine.Metrics.Facts;

/// <summary>Who or what found the cause of a regression.</summary>
public enum RegressionSource
{
    /// <summary>A person linked the runs.</summary>
    Person = 0,

    /// <summary>A commit of a later run says <c>fixes: RUN</c>.</summary>
    Trailer = 1,

    /// <summary>The same <c>verify</c> passed before the change and fails behind it.</summary>
    Rule = 2,
}
