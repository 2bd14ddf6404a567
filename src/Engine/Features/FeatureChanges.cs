using Signalbox.Engine.Audit;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Features;

/// <summary>Changes features, one writer at a time, and tells of it.</summary>
internal sealed class FeatureChanges(IFeatureStore store, RunEventBus bus, AuditLog? audit)
{
    /// <summary>How often a change is made again when somebody else changed the feature in the same moment.</summary>
    private const int Tries = 5;

    /// <summary>Reads, changes and saves; again where somebody else was faster. The change says what stands against it.</summary>
    public async Task<FeatureResult> MakeAsync(FeatureId id, Func<Feature, string?> change, CancellationToken cancellationToken, IReadOnlyList<Diagnostic>? diagnostics = null)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            if (await store.GetAsync(id, cancellationToken) is not { } feature)
            {
                return Missing(id);
            }

            var before = new { feature.Status, feature.Revision, Ticks = feature.Ticks.Count };
            if (change(feature) is { } refusal)
            {
                return new FeatureResult { Refused = refusal };
            }

            if (await store.SaveAsync(feature, cancellationToken))
            {
                return await TellAsync(feature, before, diagnostics ?? []);
            }
        }

        return new FeatureResult { Refused = $"somebody else changed {id} at the same time: look again" };
    }

    /// <summary>Tells of a change that is saved.</summary>
    public async Task<FeatureResult> TellAsync(Feature feature, object? before, IReadOnlyList<Diagnostic> diagnostics)
    {
        bus.Publish(new Notice.FeaturesChanged());
        await (audit?.WriteAsync(AuditActions.FeatureChange, feature.Slug, before, new { feature.Status, feature.Revision, Ticks = feature.Ticks.Count, Run = feature.RunId?.Value }) ?? Task.CompletedTask);
        return new FeatureResult { Feature = feature, Diagnostics = diagnostics };
    }

    /// <summary>The answer where there is no such feature.</summary>
    public static FeatureResult Missing(FeatureId id) => new() { NotFound = $"there is no feature {id}" };
}
