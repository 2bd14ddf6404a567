namespace Signalbox.Persistence.Rows;

/// <summary>A server that works on this database, or did (ADR 8). Times are of the database's clock, in UTC ticks.</summary>
internal sealed class NodeRow
{
    /// <summary>Its data directory, for people.</summary>
    public required string Directory { get; init; }

    /// <summary>The node, whatever process serves it.</summary>
    public required string Id { get; init; }

    /// <summary>The process that serves it now.</summary>
    public required string Instance { get; init; }

    /// <summary>The kernel's boot id.</summary>
    public required string Boot { get; init; }

    /// <summary>Version of Signalbox.</summary>
    public required string Version { get; init; }

    public required long StartedAt { get; init; }

    /// <summary>Until when it counts as alive.</summary>
    public required long LeaseUntil { get; init; }

    /// <summary>Somebody has seen that its lease is over, and looked after its runs.</summary>
    public bool Missed { get; init; }
}
