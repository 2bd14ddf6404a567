using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Diffs;

namespace Signalbox.Engine.Features;

/// <summary>Lets a feature follow the run of its tasks: where they stand, what was proved, and with that the feature itself.</summary>
public sealed class FeatureFollower(IFeatureStore store, IRunQueries queries, IRunDiffs diffs, RunEventBus bus, TimeProvider time)
{
    private const int Tries = 5;
    private readonly FeatureSpecs _specs = new();

    /// <summary>Follows a run. False when it is no feature's, or nothing changed.</summary>
    public async Task<bool> FollowAsync(RunId run, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            if (await store.OfRunAsync(run, cancellationToken) is not { } feature || await queries.GetAsync(run, cancellationToken) is not { } state || !await ApplyAsync(feature, state, cancellationToken))
            {
                return false;
            }

            if (await store.SaveAsync(feature, cancellationToken))
            {
                bus.Publish(new Notice.FeaturesChanged());
                return true;
            }
        }

        return false;
    }

    /// <summary>The runs that features follow, and whether a person blocked the feature: one that was let go on again is to be looked at.</summary>
    public Task<IReadOnlyDictionary<RunId, bool>> RunsAsync(CancellationToken cancellationToken) => store.FollowedAsync(cancellationToken);

    private async Task<bool> ApplyAsync(Feature feature, RunState state, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var spec = _specs.Of(feature);
        var tasks = FeatureProgress.Tasks(feature.Tasks, state);
        tasks = spec is null ? tasks : await new FeatureFlags(diffs).OfAsync(spec, feature.Tasks, tasks, state, cancellationToken);
        var changed = !tasks.SequenceEqual(feature.Tasks);
        feature.Tasks = tasks;
        if (spec is not null)
        {
            foreach (var key in FeatureProgress.Proved(feature, spec, state))
            {
                changed |= feature.Prove(key, now);
            }
        }

        if (FeatureProgress.Next(feature, tasks, state.Run.Status, state.Run.StatusReason, state.Run.Key) is { } next)
        {
            feature.MoveTo(next.Status, next.Reason, Feature.Engine, now);
            changed = true;
        }
        else if (changed)
        {
            feature.Touch(Feature.Engine, now);
        }

        return changed;
    }
}
