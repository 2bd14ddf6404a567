using System.Runtime.InteropServices;
using System.Text;

namespace Signalbox.Engine.Processes;

/// <summary>
/// The system calls that .NET has no door to (Linux, x64 and arm64). Compiled into server and supervisor.
/// Blittable signatures throughout: text goes as bytes with a final zero.
/// </summary>
internal static class Posix
{
    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int E2BIG = 7;
    public const int ENOEXEC = 8;
    public const int ECHILD = 10;
    public const int EACCES = 13;
    public const int EEXIST = 17;

    public const int SIGHUP = 1;
    public const int SIGINT = 2;
    public const int SIGQUIT = 3;
    public const int SIGKILL = 9;
    public const int SIGTERM = 15;
    public const int SIGCHLD = 17;
    public const int SIGCONT = 18;
    public const int SIGSTOP = 19;

    private const int WNOHANG = 1;
    private const int ExecuteAccess = 1;

    /// <summary>Signals that the supervisor takes from its queue; blocked from its first instruction on.</summary>
    public static ReadOnlySpan<int> SupervisorSignals => [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGCHLD];

    /// <summary>A C string.</summary>
    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text + '\0');

    /// <summary>The system's words for an error number.</summary>
    public static string Describe(int error) => Marshal.GetPInvokeErrorMessage(error);

    /// <summary>A set of signals in the C library's layout, with room to spare.</summary>
    public static byte[] SignalSet(ReadOnlySpan<int> signals)
    {
        var set = new byte[128];
        foreach (var signal in signals)
        {
            set[(signal - 1) / 8] |= (byte)(1 << ((signal - 1) % 8));
        }

        return set;
    }

    /// <summary>Sends a signal to a process, or to a group when negative; false when there was none or it is not ours.</summary>
    public static bool Kill(int pid, int signal) => NativeKill(pid, signal) == 0;

    public static bool Symlink(string target, string path, out int error)
    {
        var done = NativeSymlink(Text(target), Text(path)) == 0;
        error = done ? 0 : Marshal.GetLastPInvokeError();
        return done;
    }

    public static bool Rename(string from, string to) => NativeRename(Text(from), Text(to)) == 0;

    /// <summary>Whether this user may execute the file.</summary>
    public static bool CanExecute(string path) => NativeAccess(Text(path), ExecuteAccess) == 0;

    /// <summary>
    /// Reaps one child that has ended (-1: any). Returns its id, 0 when none has ended, -1 when there is no such child.
    /// </summary>
    public static int Reap(int pid, out int exitCode)
    {
        var reaped = NativeWaitPid(pid, out var status, WNOHANG);
        var signal = status & 0x7f;
        exitCode = signal == 0 ? (status >> 8) & 0xff : 128 + signal;
        return reaped;
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int NativeKill(int pid, int signal);

    [DllImport("libc", EntryPoint = "symlink", SetLastError = true)]
    private static extern int NativeSymlink(byte[] target, byte[] path);

    [DllImport("libc", EntryPoint = "rename")]
    private static extern int NativeRename(byte[] from, byte[] to);

    [DllImport("libc", EntryPoint = "access")]
    private static extern int NativeAccess(byte[] path, int mode);

    [DllImport("libc", EntryPoint = "waitpid")]
    private static extern int NativeWaitPid(int pid, out int status, int options);
}
