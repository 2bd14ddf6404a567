using System.Globalization;
using System.Text;

namespace Signalbox.Engine.Processes;

/// <summary>
/// Kills what a lost supervisor left behind: every process with the attempt's marker in its environment, and all below
/// those. A process that cleared its environment and has lost its marked parents too is beyond it (design/engine.md names this gap).
/// </summary>
internal static class SurvivorSweep
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Kills until nothing is left. Returns how many processes it found.</summary>
    public static async Task<int> RunAsync(string attemptId, TimeProvider time, CancellationToken cancellationToken)
    {
        var entry = Encoding.UTF8.GetBytes(ProcessFolder.MarkerName + "=" + attemptId + "\0");
        var killed = new HashSet<int>();
        while (true)
        {
            var survivors = Find(entry);
            if (survivors.Count == 0)
            {
                return killed.Count;
            }

            // Frozen first, killed then: what cannot run cannot fork.
            foreach (var pid in survivors)
            {
                _ = killed.Add(pid);
                _ = Posix.Kill(pid, Posix.SIGSTOP);
            }

            foreach (var pid in Find(entry))
            {
                _ = killed.Add(pid);
                _ = Posix.Kill(pid, Posix.SIGKILL);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static List<int> Find(byte[] entry)
    {
        var all = ProcessTable.ReadAll().Where(p => p.IsAlive).ToList();
        var marked = all.Where(p => p.Pid != Environment.ProcessId && IsMarked(p.Pid, entry)).Select(p => p.Pid).ToHashSet();
        return [.. marked, .. ProcessTable.Below(all, marked).Select(p => p.Pid).Where(p => p != Environment.ProcessId)];
    }

    private static bool IsMarked(int pid, byte[] entry)
    {
        try
        {
            var environment = File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/environ"));
            var at = environment.AsSpan().IndexOf(entry);
            return at == 0 || (at > 0 && environment[at - 1] == 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // gone, or another user's
        }
    }
}
