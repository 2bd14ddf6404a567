using Signalbox.Engine.Features;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Components.Features;

/// <summary>A feature as its page shows it.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Repository">Name of its repository.</param>
/// <param name="Run">The run of its tasks; null before they were started, and when it was removed.</param>
/// <param name="Read">What its spec says, and what it does not keep to.</param>
public sealed record FeatureView(Feature Feature, string Repository, Run? Run, FeatureSpecResult Read)
{
    /// <summary>Whether its tasks can be set to work now.</summary>
    public bool CanStart => Feature is { Status: not FeatureStatus.Completed, IsHeld: false } && Run is null or { HasEnded: true };

    /// <summary>Whether it is a person who lets it go on; else its run, or another start.</summary>
    public bool CanUnblock => Feature.Status == FeatureStatus.Blocked && (Feature.IsHeld || Feature.RunId is null);

    /// <summary>Whether a person can stop it; what its run stopped a person can keep stopped.</summary>
    public bool CanBlock => Feature.Status != FeatureStatus.Completed && !CanUnblock;

    /// <summary>Lines of the checklist with what was said of each; null where nothing was.</summary>
    public IReadOnlyList<(FeatureCheck Check, FeatureTick? Tick)> Checklist { get; } =
        Read.Spec is not { } spec ? [] : [.. FeatureChecklist.Of(spec).Select(c => (c, Feature.Said(c.Key)))];

    /// <summary>How many lines are not ticked.</summary>
    public int Open => Checklist.Count(c => c.Tick is not { Holds: true });

    /// <summary>Lines of the spec with an error.</summary>
    public IReadOnlySet<int> FaultyLines { get; } = Read.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Line).ToHashSet();

    /// <summary>The task of a link as the spec has it; null when it is no longer there.</summary>
    public FeatureTask? TaskOf(FeatureTaskLink link) => Read.Spec?.Tasks.FirstOrDefault(t => string.Equals(t.Id, link.TaskId, StringComparison.Ordinal));
}
