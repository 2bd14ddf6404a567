namespace Signalbox.Engine.Features;

/// <summary>What was said of a line of the checklist: that it holds or, of one that a command proves, that it does not.</summary>
/// <param name="Key">Key of the line (<see cref="FeatureCheck.Key"/>).</param>
/// <param name="By">Who said so; <see cref="Verify"/> when its command did.</param>
/// <param name="At">When.</param>
/// <param name="Holds">Whether it holds. Else a person says that it does not, whatever its command says.</param>
public sealed record FeatureTick(string Key, string By, DateTimeOffset At, bool Holds = true)
{
    /// <summary>Who ticks what a command proved.</summary>
    public const string Verify = "verify";
}
