using System.Globalization;
using System.Text;
using Signalbox.Engine.Files;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Processes;

/// <summary>Finds the supervisors that servers of this data directory have started and that are alive, by their command lines.</summary>
public sealed class OwnSupervisors(ProcessHostOptions options)
{
    private const int MaxIdBytes = 256;

    /// <summary>The kernel's boot id.</summary>
    public static string BootId() => ProcessTable.ReadBootId();

    /// <summary>Folder and attempt of each. One whose files somebody has removed is left out: nothing says what it runs.</summary>
    public IReadOnlyList<(string Directory, AttemptId Attempt)> List()
    {
        List<(string, AttemptId)> found = [];
        foreach (var process in ProcessTable.ReadAll().Where(p => p.IsAlive))
        {
            if (FolderOf(process.Pid) is { } folder && Path.GetDirectoryName(folder.Path) is { } directory && ReadAttempt(folder) is { } attempt)
            {
                found.Add((directory, attempt));
            }
        }

        return found;
    }

    /// <summary>Its last argument, when its program is one that was installed in this data directory.</summary>
    private ProcessFolder? FolderOf(int pid)
    {
        try
        {
            var arguments = Encoding.UTF8.GetString(File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cmdline"))).TrimEnd('\0').Split('\0');
            return arguments is [_, var library, var folder]
                && library.StartsWith(options.DataDirectory + Path.DirectorySeparatorChar, StringComparison.Ordinal)
                && string.Equals(Path.GetFileName(library), "signalbox-supervisor.dll", StringComparison.Ordinal)
                ? new ProcessFolder(folder)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // gone, or another user's
        }
    }

    private static AttemptId? ReadAttempt(ProcessFolder folder)
    {
        // An agent runs as the same user and could have put anything there.
        using var file = UntrustedFile.Open(folder.Path, Path.GetFileName(folder.Attempt), MaxIdBytes, UntrustedLinks.Refused).File;
        if (file is null)
        {
            return null;
        }

        using var reader = new StreamReader(file);
        return EntityId.TryParse<AttemptId>(reader.ReadToEnd().Trim(), out var id) ? id : null;
    }
}
