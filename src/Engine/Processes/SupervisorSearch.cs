using System.Globalization;
using System.Text;

namespace Signalbox.Engine.Processes;

/// <summary>
/// Finds the supervisor of a folder by its command line: what is left to go by when an agent has removed the folder's files, and with them
/// the claim, under a supervisor that works on.
/// </summary>
internal static class SupervisorSearch
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>The process, unless there is none alive.</summary>
    public static ProcessEntry? Find(ProcessFolder folder)
    {
        var end = Encoding.UTF8.GetBytes($"\0{folder.Path}\0");
        return ProcessTable.ReadAll().FirstOrDefault(p => p.IsAlive && IsSupervisor(p.Pid, end));
    }

    /// <summary>Asks it to end its tree and itself, and waits until it has; false when there is none.</summary>
    public static async Task<bool> StopAsync(ProcessFolder folder, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Find(folder) is not { } supervisor)
        {
            return false;
        }

        _ = Posix.Kill(supervisor.Pid, Posix.SIGTERM);
        while (ProcessTable.Read(supervisor.Pid) is { IsAlive: true } now && now.StartTicks == supervisor.StartTicks)
        {
            _ = Posix.Kill(supervisor.Pid, Posix.SIGCONT);
            await Task.Delay(Pause, time, cancellationToken);
        }

        return true;
    }

    private static bool IsSupervisor(int pid, byte[] end)
    {
        try
        {
            var command = File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cmdline")).AsSpan();
            return command.EndsWith(end) && command.IndexOf("signalbox-supervisor"u8) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // gone, or another user's
        }
    }
}
