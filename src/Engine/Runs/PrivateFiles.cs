namespace Signalbox.Engine.Runs;

/// <summary>Folders that only the owner enters and files that only the owner reads; a file appears whole or not at all.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, FolderMode);
        }
    }

    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var temporary = path + ".tmp";
        var options = new FileStreamOptions { Mode = FileMode_Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode;
        }

        await using (var file = new FileStream(temporary, options))
        {
            await file.WriteAsync(content, cancellationToken);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Makes <paramref name="link"/> point to <paramref name="target"/>, relative to the link's folder, in place of what was there.</summary>
    public static void Link(string link, string target)
    {
        var temporary = link + ".tmp";
        File.Delete(temporary);
        File.CreateSymbolicLink(temporary, target);
        if (Directory.Exists(link) && new DirectoryInfo(link).LinkTarget is not null)
        {
            // A rename does not replace a link to a folder everywhere: take it away first.
            Directory.Delete(link);
        }

        File.Move(temporary, link, overwrite: true);
    }

    private const FileMode FileMode_Create = System.IO.FileMode.Create;
}
