using System.Runtime.InteropServices;

namespace Signalbox.Engine.Processes;

/// <summary>
/// Starts a program with everything settled before its first instruction: streams, folder, session, signals.
/// <see cref="System.Diagnostics.Process"/> can do none of these. Compiled into server and supervisor.
/// </summary>
internal sealed record PosixSpawn
{
    private const int O_RDONLY = 0;
    private const int O_WRONLY = 1;
    private const int O_CREAT = 0x40;
    private const int O_APPEND = 0x400;
    private const uint OwnerOnly = 0x180; // 0600

    private const short SetProcessGroup = 0x02;
    private const short SetSignalDefaults = 0x04;
    private const short SetSignalMask = 0x08;
    private const short SetSession = 0x80;

    // The C library's structures are 336 and 80 bytes (musl: 336 and 80); room to spare instead of their layout.
    private const int StructureBytes = 1024;

    public required string Program { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required string WorkingDirectory { get; init; }

    public string StandardInput { get; init; } = "/dev/null";

    public string StandardOutput { get; init; } = "/dev/null";

    public string StandardError { get; init; } = "/dev/null";

    /// <summary>A session of its own; otherwise a process group of its own.</summary>
    public bool NewSession { get; init; }

    /// <summary>Signals that are blocked in the program; all others are open and at their default.</summary>
    public byte[] BlockedSignals { get; init; } = Posix.SignalSet([]);

    /// <summary>Starts it. Returns 0 or an error number; the agent's own failure to execute is among them.</summary>
    public int Start(out int pid)
    {
        var actions = Marshal.AllocHGlobal(StructureBytes);
        var attributes = Marshal.AllocHGlobal(StructureBytes);
        var arguments = new CStringArray(Arguments);
        var variables = new List<string>(Environment.Count);
        foreach (var (name, value) in Environment)
        {
            variables.Add(name + "=" + value);
        }

        var environment = new CStringArray(variables);
        _ = posix_spawn_file_actions_init(actions);
        _ = posix_spawnattr_init(attributes);
        try
        {
            _ = posix_spawn_file_actions_addopen(actions, 0, Posix.Text(StandardInput), O_RDONLY, 0);
            _ = posix_spawn_file_actions_addopen(actions, 1, Posix.Text(StandardOutput), O_WRONLY | O_CREAT | O_APPEND, OwnerOnly);
            _ = posix_spawn_file_actions_addopen(actions, 2, Posix.Text(StandardError), O_WRONLY | O_CREAT | O_APPEND, OwnerOnly);
            AddCloseFrom(actions);
            _ = posix_spawn_file_actions_addchdir_np(actions, Posix.Text(WorkingDirectory));

            var every = new byte[128];
            Array.Fill(every, byte.MaxValue);
            _ = posix_spawnattr_setsigdefault(attributes, every);
            _ = posix_spawnattr_setsigmask(attributes, BlockedSignals);
            _ = posix_spawnattr_setpgroup(attributes, 0);
            _ = posix_spawnattr_setflags(attributes, (short)(SetSignalDefaults | SetSignalMask | (NewSession ? SetSession : SetProcessGroup)));
            return posix_spawn(out pid, Posix.Text(Program), actions, attributes, arguments.Pointers, environment.Pointers);
        }
        finally
        {
            _ = posix_spawn_file_actions_destroy(actions);
            _ = posix_spawnattr_destroy(attributes);
            Marshal.FreeHGlobal(actions);
            Marshal.FreeHGlobal(attributes);
            arguments.Free();
            environment.Free();
        }
    }

    // What the server itself inherited (a lock, a socket of systemd) must not be held open by an agent for hours.
    private static void AddCloseFrom(nint actions)
    {
        try
        {
            _ = posix_spawn_file_actions_addclosefrom_np(actions, 3);
        }
        catch (EntryPointNotFoundException)
        {
            // glibc before 2.34 and musl have none. .NET's own descriptors close themselves.
        }
    }

    [DllImport("libc")]
    private static extern int posix_spawn(out int pid, byte[] path, nint actions, nint attributes, nint[] argv, nint[] envp);

    [DllImport("libc")]
    private static extern int posix_spawn_file_actions_init(nint actions);

    [DllImport("libc")]
    private static extern int posix_spawn_file_actions_destroy(nint actions);

    [DllImport("libc")]
    private static extern int posix_spawn_file_actions_addopen(nint actions, int descriptor, byte[] path, int flags, uint mode);

    [DllImport("libc")]
    private static extern int posix_spawn_file_actions_addclosefrom_np(nint actions, int from);

    [DllImport("libc")]
    private static extern int posix_spawn_file_actions_addchdir_np(nint actions, byte[] path);

    [DllImport("libc")]
    private static extern int posix_spawnattr_init(nint attributes);

    [DllImport("libc")]
    private static extern int posix_spawnattr_destroy(nint attributes);

    [DllImport("libc")]
    private static extern int posix_spawnattr_setflags(nint attributes, short flags);

    [DllImport("libc")]
    private static extern int posix_spawnattr_setpgroup(nint attributes, int group);

    [DllImport("libc")]
    private static extern int posix_spawnattr_setsigdefault(nint attributes, byte[] set);

    [DllImport("libc")]
    private static extern int posix_spawnattr_setsigmask(nint attributes, byte[] set);

    /// <summary>A C array of C strings with a final null.</summary>
    private sealed class CStringArray
    {
        public CStringArray(IReadOnlyList<string> texts)
        {
            Pointers = new nint[texts.Count + 1];
            for (var i = 0; i < texts.Count; i++)
            {
                Pointers[i] = Marshal.StringToCoTaskMemUTF8(texts[i]);
            }
        }

        public nint[] Pointers { get; }

        public void Free()
        {
            foreach (var pointer in Pointers)
            {
                Marshal.FreeCoTaskMem(pointer);
            }
        }
    }
}
