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

    /// <summary>Processes that work in this folder or have it in their command line or environment, as lines to read; whatever they are called.</summary>
    public static IReadOnlyList<string> Of(string folder)
    {
        List<string> found = [];
        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid != Environment.ProcessId && IsAlive(pid) && Knows(process, folder))
            {
                found.Add($"{pid} {Text(process, "cmdline").Replace('\0', ' ')}");
            }
        }

        return found;
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

    private static bool Knows(string process, string folder) =>
        Text(process, "cmdline").Contains(folder + "/", StringComparison.Ordinal)
        || Text(process, "environ").Contains(folder + "/", StringComparison.Ordinal)
        || (WorkingFolder(process) + "/").StartsWith(folder + "/", StringComparison.Ordinal);

    private static bool MentionsSupervisor(string process, string data)
    {
        var command = Text(process, "cmdline");
        return command.Contains("signalbox-supervisor", StringComparison.Ordinal) && command.Contains(data, StringComparison.Ordinal);
    }

    private static string WorkingFolder(string process)
    {
        try
        {
            return new FileInfo(Path.Combine(process, "cwd")).LinkTarget ?? "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ""; // It ended while we looked.
        }
    }

    private static string Text(string process, string name)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, name));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
