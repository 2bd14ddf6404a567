namespace Signalbox.Bench.Machine;

/// <summary>
/// Finds processes by the name of the program they run, which no fork, session, closed file or cleared environment changes: an oracle that
/// shares nothing with how the product finds them.
/// </summary>
internal static class ProcessNames
{
    /// <summary>Living processes whose name begins so; a zombie is dead.</summary>
    public static List<(int Pid, string Name)> Alive(string prefix)
    {
        List<(int, string)> found = [];
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (char.IsAsciiDigit(folder["/proc/".Length]) && Read(folder + "/stat") is { } stat)
            {
                var open = stat.IndexOf('(', StringComparison.Ordinal);
                var close = stat.LastIndexOf(')');
                if (stat.AsSpan(open + 1).StartsWith(prefix, StringComparison.Ordinal) && stat[close + 2] is not ('Z' or 'X'))
                {
                    found.Add((int.Parse(stat.AsSpan(0, open - 1), System.Globalization.CultureInfo.InvariantCulture), stat[(open + 1)..close]));
                }
            }
        }

        return found;
    }

    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
