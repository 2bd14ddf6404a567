using System.Runtime.InteropServices;
using System.Text;
using Signalbox.Engine.Processes;

namespace Signalbox.Supervisor;

/// <summary>The supervisor's own place in the system: streams, session, signals.</summary>
internal static class SupervisorProcess
{
    private const int O_RDWR = 2;
    private const int SIG_BLOCK = 0;
    private const int PR_SET_CHILD_SUBREAPER = 36;

    private static readonly byte[] Signals = Posix.SignalSet(Posix.SupervisorSignals);

    /// <summary>
    /// Lets go of whoever started it and becomes the parent of every orphan below it.
    /// </summary>
    public static void Detach()
    {
        var nothing = open(Posix.Text("/dev/null"), O_RDWR);
        for (var stream = 0; stream <= 2; stream++)
        {
            _ = dup2(nothing, stream);
        }

        _ = setsid(); // fails when it leads a session already, which is what is wanted
        BlockSignals();
        _ = prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    }

    /// <summary>
    /// Takes one of <see cref="Posix.SupervisorSignals"/> from the queue, or 0 when none comes in time. They are
    /// blocked in every thread, so none is lost or handled by the runtime, however early it comes.
    /// </summary>
    public static int WaitForSignal(int milliseconds)
    {
        var wait = new TimeSpec(milliseconds / 1000, milliseconds % 1000 * 1_000_000);
        return Math.Max(0, sigtimedwait(Signals, 0, in wait));
    }

    // The mask only holds for threads made after it, and the runtime has made some: the server therefore starts the
    // supervisor with it. Started by hand it starts itself again.
    private static void BlockSignals()
    {
        var before = new byte[128];
        _ = pthread_sigmask(SIG_BLOCK, Signals, before);
        foreach (var signal in Posix.SupervisorSignals)
        {
            if ((before[(signal - 1) / 8] & (1 << ((signal - 1) % 8))) == 0)
            {
                StartAgain();
                return;
            }
        }
    }

    private static void StartAgain()
    {
        var command = Encoding.UTF8.GetString(File.ReadAllBytes("/proc/self/cmdline")).TrimEnd('\0').Split('\0');
        var arguments = new nint[command.Length + 1];
        for (var i = 0; i < command.Length; i++)
        {
            arguments[i] = Marshal.StringToCoTaskMemUTF8(command[i]);
        }

        _ = execv(Posix.Text("/proc/self/exe"), arguments);
    }

    [DllImport("libc")]
    private static extern int open(byte[] path, int flags);

    [DllImport("libc")]
    private static extern int dup2(int from, int to);

    [DllImport("libc")]
    private static extern int setsid();

    [DllImport("libc")]
    private static extern int prctl(int option, nint a, nint b, nint c, nint d);

    [DllImport("libc")]
    private static extern int pthread_sigmask(int how, byte[] set, byte[] before);

    [DllImport("libc")]
    private static extern int sigtimedwait(byte[] set, nint info, in TimeSpec timeout);

    [DllImport("libc")]
    private static extern int execv(byte[] path, nint[] argv);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct TimeSpec(nint Seconds, nint Nanoseconds);
}
