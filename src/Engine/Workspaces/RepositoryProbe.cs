namespace Signalbox.Engine.Workspaces;

/// <summary>What git says about a path.</summary>
/// <param name="Root">Absolute root of the work tree; null on fault.</param>
/// <param name="DefaultBranch">Branch checked out at HEAD or the remote's default; null on fault or detached.</param>
/// <param name="Remote">URL of <c>origin</c> without credentials; null when there is none.</param>
/// <param name="Fault">One clear sentence; null when it is a usable repository.</param>
public sealed record RepositoryProbe(string? Root, string? DefaultBranch, string? Remote, string? Fault)
{
    /// <summary>Why nothing can be fetched and pushed although there is a remote, as the end of a sentence; null when it can.</summary>
    public string? SyncFault { get; init; }
}
