using System.Diagnostics;
using System.Globalization;

namespace Signalbox.E2E.Fixtures;

/// <summary>Ends the supervisors of a test's data directory and what they run: agents outlive a killed server on purpose.</summary>
internal static class Survivors
{
    public static void KillAll(string data)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) || !MentionsSupervisor(folder, data))
            {
                continue;
            }

            try
            {
                using var process = Process.GetProcessById(pid);
                process.Kill(entireProcessTree: true);
            }
            catch (ArgumentException)
            {
                // It ended by itself meanwhile.
            }
        }
    }

    /// <summary>Whether a process of this id is alive; a zombie is dead.</summary>
    public static bool IsAlive(int pid)
    {
        try
        {
            var status = File.ReadAllText($"/proc/{pid}/stat");
            var state = status[(status.LastIndexOf(')') + 2)..][0];
            return state is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool MentionsSupervisor(string folder, string data)
    {
        try
        {
            var command = File.ReadAllText(Path.Combine(folder, "cmdline"));
            return command.Contains("signalbox-supervisor", StringComparison.Ordinal) && command.Contains(data, StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
