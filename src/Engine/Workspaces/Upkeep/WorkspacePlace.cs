using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Workspaces.Upkeep;

/// <summary>Whether the folder of a workspace is this server's to look at and to remove.</summary>
internal static class WorkspacePlace
{
    /// <summary>
    /// Whether it is. A run names the node of its newest workspace; one that it left behind is where its folder is, and another node may have a folder of the same name.
    /// </summary>
    public static bool IsHere(WorkspaceEntry entry, ServerNode? node) => entry.IsLeftBehind
        ? Has(entry.Workspace) || (node is null && !new CondemnedFolder(entry.Workspace.Path).IsAnywhere)
        : node?.IsOther(entry.Home) != true;

    // By the mark that was laid into it when it was made, or by what a removal that was begun has left of it.
    private static bool Has(Workspace workspace)
    {
        var folder = new CondemnedFolder(workspace.Path);
        return ((string[])[workspace.Path, folder.Aside]).Any(path => GitFolder.Of(path) is { } git && string.Equals(WorkspaceMark.Read(git.Own)?.Branch, workspace.Branch, StringComparison.Ordinal))
            || (workspace.RemovalAt is not null && folder.IsDoomed && !Directory.Exists(workspace.Path));
    }
}
