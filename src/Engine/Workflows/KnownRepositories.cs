namespace Signalbox.Engine.Workflows;

/// <summary>The repositories that a workflow may name, where they are known.</summary>
/// <param name="Names">Their names.</param>
/// <param name="IsOnlyOne">Per-repository mode: one repository is kept, and no workflow works in several (spec 3, "Per-repo mode").</param>
public sealed record KnownRepositories(IReadOnlySet<string> Names, bool IsOnlyOne);
