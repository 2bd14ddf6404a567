namespace Signalbox.Engine.Trust;

/// <summary>When a person is asked (spec 4, 2.2 <c>supervision</c>).</summary>
public enum TrustSupervision
{
    /// <summary>What was decided is recorded; nobody is asked where the level approves by itself.</summary>
    Minimal = 0,

    /// <summary>After the change.</summary>
    CodeReviewRequired = 1,

    /// <summary>Before the work and after the change.</summary>
    PairProgramming = 2,
}
