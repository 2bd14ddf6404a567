namespace Signalbox.Engine.Workspaces;

/// <summary>A port of a workspace, under the variable that tells its steps.</summary>
public sealed record WorkspacePort(string Name, int Port);
