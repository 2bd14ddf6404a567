using System.Globalization;
using System.Text;

namespace Signalbox.Engine.Processes;

/// <summary>The kernel's table of processes, read from <c>/proc</c>. Compiled into server and supervisor.</summary>
internal static class ProcessTable
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";

    /// <summary>The kernel's boot id: process ids mean nothing in another.</summary>
    public static string ReadBootId() => File.ReadAllText(BootIdFile).Trim();

    /// <summary>One process; null when there is none of this id.</summary>
    public static ProcessEntry? Read(int pid) => Read(pid.ToString(CultureInfo.InvariantCulture), new byte[1024]);

    /// <summary>All processes, zombies included.</summary>
    public static List<ProcessEntry> ReadAll()
    {
        var all = new List<ProcessEntry>(128);
        var buffer = new byte[1024];
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            var name = folder["/proc/".Length..];
            if (char.IsAsciiDigit(name[0]) && Read(name, buffer) is { } entry)
            {
                all.Add(entry);
            }
        }

        return all;
    }

    /// <summary>
    /// The processes below these roots, the roots left out. Complete only when nothing forks meanwhile: whoever wants the
    /// tree empty asks again until it is.
    /// </summary>
    public static List<ProcessEntry> Below(List<ProcessEntry> all, HashSet<int> roots)
    {
        var below = new List<ProcessEntry>();
        var seen = new HashSet<int>(roots);
        bool grew;
        do
        {
            grew = false;
            foreach (var entry in all)
            {
                if (seen.Contains(entry.ParentPid) && seen.Add(entry.Pid))
                {
                    below.Add(entry);
                    grew = true;
                }
            }
        }
        while (grew);

        return below;
    }

    private static ProcessEntry? Read(string pid, byte[] buffer)
    {
        int length;
        try
        {
            using var file = File.OpenHandle("/proc/" + pid + "/stat", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            length = RandomAccess.Read(file, buffer, 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // gone meanwhile
        }

        // The name is in parentheses and may hold anything, parentheses too: what counts begins after the last one.
        var text = Encoding.Latin1.GetString(buffer, 0, length);
        var name = text.LastIndexOf(')');
        if (name < 0 || name + 2 >= text.Length)
        {
            return null;
        }

        // Fields from the third on (proc(5)): state, ppid, pgrp, session, ... starttime is the 22nd
        var fields = text[(name + 2)..].Split(' ');
        return fields.Length < 20
            ? null
            : new ProcessEntry(
                int.Parse(pid, CultureInfo.InvariantCulture),
                int.Parse(fields[1], CultureInfo.InvariantCulture),
                int.Parse(fields[2], CultureInfo.InvariantCulture),
                fields[0][0],
                long.Parse(fields[19], CultureInfo.InvariantCulture));
    }
}
