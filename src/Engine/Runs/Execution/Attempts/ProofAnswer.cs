namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>What a <c>verify</c> said of files.</summary>
/// <param name="IsBefore">It ran before the agent began.</param>
/// <param name="Passed">Whether it passed.</param>
/// <param name="Commit">Commit that the workspace began at, where its files were still that commit's; else null.</param>
/// <param name="Tree">git's name of the files; null when it is not known.</param>
internal sealed record ProofAnswer(bool IsBefore, bool Passed, string? Commit, string? Tree);
