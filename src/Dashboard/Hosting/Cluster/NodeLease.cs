namespace Signalbox.Dashboard.Hosting.Cluster;

/// <summary>For how long a node counts as alive after each sign of life.</summary>
/// <param name="Length">The option <c>Cluster:Lease</c>.</param>
internal sealed record NodeLease(TimeSpan Length)
{
    /// <summary>Time between two signs of life: several may be lost.</summary>
    public TimeSpan Interval => Length / 6;
}
