using System.Text.Json.Serialization;

namespace Signalbox.Engine.Metrics.Facts;

/// <summary>What was measured. Times are milliseconds, costs US dollars; null is not known, never nothing.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "fact")]
[JsonDerivedType(typeof(RunEnded), nameof(RunEnded))]
[JsonDerivedType(typeof(StepEnded), nameof(StepEnded))]
[JsonDerivedType(typeof(PromptRendered), nameof(PromptRendered))]
[JsonDerivedType(typeof(AttemptEnded), nameof(AttemptEnded))]
[JsonDerivedType(typeof(Verified), nameof(Verified))]
[JsonDerivedType(typeof(Interrupted), nameof(Interrupted))]
[JsonDerivedType(typeof(SessionEnded), nameof(SessionEnded))]
[JsonDerivedType(typeof(ApprovalAnswered), nameof(ApprovalAnswered))]
[JsonDerivedType(typeof(RegressionLinked), nameof(RegressionLinked))]
[JsonDerivedType(typeof(RegressionWithdrawn), nameof(RegressionWithdrawn))]
[JsonDerivedType(typeof(ConfigurationApplied), nameof(ConfigurationApplied))]
public abstract record FactDetail
{
    /// <summary>Its kind.</summary>
    [JsonIgnore]
    public abstract FactKind Kind { get; }
}
