using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Workspaces;

/// <summary>A port that a workspace needs.</summary>
/// <param name="Repository">The workspace's repository.</param>
/// <param name="Name">Variable that will hold it.</param>
/// <param name="Before">The one that it had before, which it gets again where nobody has taken it; null: none.</param>
public sealed record PortWish(RepositoryId Repository, string Name, int? Before = null);
