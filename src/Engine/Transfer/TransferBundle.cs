namespace Signalbox.Engine.Transfer;

/// <summary>The commits of a repository that runs made, as a bundle of git.</summary>
/// <param name="Repository">Name of the repository.</param>
/// <param name="Path">Where it was.</param>
/// <param name="File">Name of the bundle within the export.</param>
/// <param name="Sha256">Of the bundle, hex.</param>
/// <param name="Branch">Branch that was checked out; null: the bundle holds the runs' branches and checkpoints only, and the repository is elsewhere.</param>
/// <param name="UserName">Name of its committer, where the bundle is all of the repository.</param>
/// <param name="UserEmail">Address of its committer, where the bundle is all of the repository.</param>
public sealed record TransferBundle(string Repository, string Path, string File, string Sha256, string? Branch = null, string? UserName = null, string? UserEmail = null);
