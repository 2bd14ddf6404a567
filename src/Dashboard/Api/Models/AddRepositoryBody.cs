namespace Signalbox.Dashboard.Api.Models;

/// <summary>Makes a repository known.</summary>
/// <param name="Path">Absolute path on the server's machine.</param>
public sealed record AddRepositoryBody(string? Path);
