using System.Collections.Concurrent;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Features;

/// <summary>Specs as they were read last: a run moves often and a spec seldom, and reading one means checking it as well.</summary>
internal sealed class FeatureSpecs
{
    private const int Capacity = 64;
    private readonly ConcurrentDictionary<FeatureId, (string Text, FeatureSpec? Spec)> _read = new();

    /// <summary>What the spec of a feature says; null where it says nothing.</summary>
    public FeatureSpec? Of(Feature feature)
    {
        if (_read.TryGetValue(feature.Id, out var known) && string.Equals(known.Text, feature.Text, StringComparison.Ordinal))
        {
            return known.Spec;
        }

        if (_read.Count >= Capacity)
        {
            _read.Clear();
        }

        var spec = FeatureSpecFile.Read(feature.Text, "spec.yaml").Spec;
        _read[feature.Id] = (feature.Text, spec);
        return spec;
    }
}
