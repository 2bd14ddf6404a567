using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Library;

/// <summary>A repository that is known now, or why it cannot be.</summary>
/// <param name="Repository">The repository; null on fault.</param>
/// <param name="Fault">One clear sentence; null on success.</param>
public sealed record AddRepositoryResult(Repository? Repository, string? Fault);
