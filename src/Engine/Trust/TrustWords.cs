namespace Signalbox.Engine.Trust;

/// <summary>The words of the format (spec 4, 2.2).</summary>
public static class TrustWords
{
    /// <summary>A level.</summary>
    public static string Of(TrustLevel level) => level switch
    {
        TrustLevel.Low => "low",
        TrustLevel.Medium => "medium",
        TrustLevel.High => "high",
    };

    /// <summary>A supervision.</summary>
    public static string Of(TrustSupervision supervision) => supervision switch
    {
        TrustSupervision.Minimal => "minimal",
        TrustSupervision.CodeReviewRequired => "code_review_required",
        TrustSupervision.PairProgramming => "pair_programming",
    };
}
