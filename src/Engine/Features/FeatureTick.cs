namespace Signalbox.Engine.Features;

/// <summary>A line of the checklist that holds.</summary>
/// <param name="Key">Key of the line (<see cref="FeatureCheck.Key"/>).</param>
/// <param name="By">Who said so; <see cref="Verify"/> when its command did.</param>
/// <param name="At">When.</param>
public sealed record FeatureTick(string Key, string By, DateTimeOffset At)
{
    /// <summary>Who ticks what a command proved.</summary>
    public const string Verify = "verify";
}
