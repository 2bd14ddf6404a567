using Signalbox.Engine.Metrics.Facts;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

/// <summary>Adds facts to a transaction.</summary>
internal static class FactWriter
{
    /// <summary>Forgets the snapshots of the periods that end after a time.</summary>
    public const string Forget = "DELETE FROM metric_snapshots WHERE until > @since";

    /// <summary>Writes the facts that are not there yet; what they say about earlier periods is to be computed again.</summary>
    public static async Task WriteAsync(WriteScope scope, RowTables tables, IReadOnlyList<MetricFact> facts, CancellationToken cancellationToken)
    {
        if (facts.Count == 0)
        {
            return;
        }

        // A fact has no column that changes: one that is there stays.
        await tables.MetricFacts.UpsertAsync(scope, facts, "", cancellationToken);
        if (facts.Min(f => f.Since) is { } since)
        {
            await scope.ExecuteAsync(Forget, [("@since", since.UtcTicks)], cancellationToken);
        }
    }
}
