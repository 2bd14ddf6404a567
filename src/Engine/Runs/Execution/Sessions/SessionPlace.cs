namespace Signalbox.Engine.Runs.Execution.Sessions;

/// <summary>A workspace in which a session may have changed files.</summary>
/// <param name="Repository">What a run in several repositories calls its repository; null where there is only one.</param>
/// <param name="Path">Absolute path.</param>
/// <param name="BaseCommit">The commit that it began with.</param>
/// <param name="Commit">Its newest commit; null when no file can have changed.</param>
internal sealed record SessionPlace(string? Repository, string Path, string BaseCommit, string? Commit);
