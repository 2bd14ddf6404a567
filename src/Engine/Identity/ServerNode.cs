namespace Signalbox.Engine.Identity;

/// <summary>This server among those that share one database (ADR 8). A server that has its database to itself has none.</summary>
/// <param name="Id">
/// The data directory, whatever process serves it: <c>machine-1a2b3c4d</c>. Runs and attempts say by it where their files and processes are.
/// </param>
/// <param name="Instance">This process. Claim tokens begin with it, up to a colon.</param>
public sealed record ServerNode(string Id, string Instance)
{
    /// <summary>Whether a run or an attempt is another node's; what names no node is everybody's.</summary>
    public bool IsOther(string? node) => node is not null && !string.Equals(node, Id, StringComparison.Ordinal);
}
