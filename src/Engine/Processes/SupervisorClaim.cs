using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Signalbox.Engine.Processes;

/// <summary>The supervisor that holds the place of a folder.</summary>
/// <param name="BootId">The kernel's boot id.</param>
/// <param name="Pid">Its process id.</param>
/// <param name="StartTicks">Its start in clock ticks since boot: a later process of the same id has another.</param>
internal sealed record SupervisorClaim(string BootId, int Pid, long StartTicks)
{
    /// <summary>Reads a claim; false for none and for a revoked one.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SupervisorClaim? claim)
    {
        claim = text?.Split(':') is [var boot, var pid, var ticks]
            && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? new SupervisorClaim(boot, id, start)
            : null;
        return claim is not null;
    }

    /// <summary>
    /// Lets a supervisor go on that somebody has stopped: its agent runs as the same user and could put off its timeout for ever.
    /// </summary>
    public void WakeIfStopped()
    {
        if (ProcessTable.Read(Pid) is { State: 'T' } entry && entry.StartTicks == StartTicks)
        {
            _ = Posix.Kill(Pid, Posix.SIGCONT);
        }
    }

    /// <summary>Whether that very process still runs.</summary>
    public bool IsAlive() =>
        ProcessTable.Read(Pid) is { IsAlive: true } entry
        && entry.StartTicks == StartTicks
        && string.Equals(ProcessTable.ReadBootId(), BootId, StringComparison.Ordinal);
}
