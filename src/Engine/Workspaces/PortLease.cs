using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Workspaces;

/// <summary>A port that belongs to a run until it has ended; no other run of this database gets it meanwhile.</summary>
public sealed class PortLease
{
    /// <summary>The port; unique.</summary>
    public required int Port { get; init; }

    public required RunId RunId { get; init; }

    public required RepositoryId RepositoryId { get; init; }

    /// <summary>Variable that holds it.</summary>
    public required string Name { get; init; }
}
