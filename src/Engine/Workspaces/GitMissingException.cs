namespace Signalbox.Engine.Workspaces;

/// <summary>There is no git to call.</summary>
internal sealed class GitMissingException()
    : Exception("git was not found on the PATH: install git 2.30 or newer, then try again");
