namespace Signalbox.Engine.Workspaces;

/// <summary>
/// A worktree's folder on its way out. It is renamed first, which is one step for the disk: whoever comes after a crash sees by the names alone how far it
/// had come. <c>.removing</c>: nothing is lost yet, it goes back. <c>.removed</c>: it was looked at once more under its new name and is to go.
/// </summary>
internal sealed class CondemnedFolder(string path)
{
    private const string Removing = ".removing";
    private const string Removed = ".removed";

    /// <summary>Out of everybody's way, and whole.</summary>
    public string Aside { get; } = path + Removing;

    private string Doomed { get; } = path + Removed;

    /// <summary>Whether a folder of this name beside a worktree could be taken for one on its way out.</summary>
    public static bool IsName(string name) => name.EndsWith(Removing, StringComparison.Ordinal) || name.EndsWith(Removed, StringComparison.Ordinal);

    /// <summary>Whether the worktree is on this disk, under whichever name. Its own name is looked for twice: it may be put back in between.</summary>
    public bool IsAnywhere => Directory.Exists(path) || Directory.Exists(Aside) || IsDoomed || Directory.Exists(path);

    /// <summary>Whether the decision has fallen: what is left of it has to go.</summary>
    public bool IsDoomed => Directory.Exists(Doomed);

    /// <summary>Puts back what a removal that was cut short had set aside. True when there was something.</summary>
    public bool PutBack()
    {
        if (!Directory.Exists(Aside) || Path.Exists(path))
        {
            return false;
        }

        Directory.Move(Aside, path);
        return true;
    }

    /// <summary>Sets it aside.</summary>
    /// <exception cref="IOException">It cannot be renamed, for example because something is mounted there.</exception>
    public void SetAside()
    {
        Delete(); // of an earlier removal
        Directory.Move(path, Aside);
    }

    /// <summary>Decides.</summary>
    public void Doom() => Directory.Move(Aside, Doomed);

    /// <summary>Deletes what was decided on.</summary>
    /// <exception cref="IOException">Something of it cannot be deleted; the next try goes on.</exception>
    public void Delete()
    {
        if (!IsDoomed)
        {
            return;
        }

        try
        {
            Directory.Delete(Doomed, recursive: true);
        }
        catch (UnauthorizedAccessException)
        {
            // Folders that may not be written, such as those of module caches: they are ours all the same.
            Open(Doomed);
            Directory.Delete(Doomed, recursive: true);
        }
    }

    /// <summary>Deletes the folder that held several worktrees of a run, once the last has gone.</summary>
    public void DeleteEmptyParent()
    {
        if (Path.GetDirectoryName(path) is { } parent && Path.GetFileName(parent) is "workspace" && Directory.Exists(parent) && !Directory.EnumerateFileSystemEntries(parent).Any())
        {
            Directory.Delete(parent);
        }
    }

    private static void Open(string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        foreach (var inside in new DirectoryInfo(folder).EnumerateDirectories().Where(d => d.LinkTarget is null))
        {
            Open(inside.FullName);
        }
    }
}
