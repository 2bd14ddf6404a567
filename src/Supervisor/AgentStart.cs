using System.Globalization;
using Signalbox.Engine.Processes;

namespace Signalbox.Supervisor;

/// <summary>The start of the agent: its process id, or a sentence that says why there is none.</summary>
internal readonly record struct AgentStart(int Pid, string? Fault)
{
    public static AgentStart Try(ProcessLaunch launch)
    {
        if (!Directory.Exists(launch.WorkingDirectory))
        {
            return Failed($"The working directory '{launch.WorkingDirectory}' does not exist.");
        }

        if (launch.StandardInputFile is { } input && !File.Exists(input))
        {
            return Failed($"The file for standard input '{input}' does not exist.");
        }

        var name = launch.Command[0];
        var program = Find(name, launch, out var fault);
        if (program is null)
        {
            return Failed(fault!);
        }

        var error = new PosixSpawn
        {
            Program = program,
            Arguments = launch.Command,
            Environment = launch.Environment,
            WorkingDirectory = launch.WorkingDirectory,
            StandardInput = launch.StandardInputFile ?? "/dev/null",
            StandardOutput = launch.StandardOutputFile,
            StandardError = launch.StandardErrorFile,
        }.Start(out var pid);
        return error == 0 ? new AgentStart(pid, null) : Failed(Explain(error, program, launch));
    }

    private static AgentStart Failed(string fault) => new(0, fault);

    private static string? Find(string name, ProcessLaunch launch, out string? fault)
    {
        fault = null;
        if (name.Contains('/', StringComparison.Ordinal))
        {
            // A relative path counts from the working directory: the kernel resolves it after the change of folder.
            var path = Path.Combine(launch.WorkingDirectory, name);
            fault = !File.Exists(path) ? $"The program '{path}' does not exist."
                : !Posix.CanExecute(path) ? $"The program '{path}' may not be executed: it lacks the permission."
                : null;
            return fault is null ? path : null;
        }

        string? forbidden = null;
        var folders = launch.Environment.TryGetValue("PATH", out var value) ? value : "";
        foreach (var folder in folders.Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            var path = Path.Combine(launch.WorkingDirectory, folder, name);
            if (!File.Exists(path))
            {
                continue;
            }

            if (Posix.CanExecute(path))
            {
                return path;
            }

            forbidden ??= path;
        }

        fault = forbidden is not null
            ? $"The program '{forbidden}' may not be executed: it lacks the permission."
            : folders.Length == 0
                ? $"The program '{name}' cannot be found: the process is given no PATH."
                : $"The program '{name}' was not found on the PATH ({folders}).";
        return null;
    }

    private static string Explain(int error, string program, ProcessLaunch launch) => error switch
    {
        Posix.ENOENT => $"The program '{program}' could not be started: the interpreter in its first line is missing.",
        Posix.ENOEXEC => $"The program '{program}' could not be started: it is neither a binary for this machine nor a script with '#!'.",
        Posix.E2BIG => $"The program '{program}' could not be started: its arguments and environment are too long ({Size(launch)} bytes).",
        Posix.EACCES => $"The program '{program}' could not be started: permission denied for it, its interpreter, the working directory or an output file.",
        _ => $"The program '{program}' could not be started: {Posix.Describe(error)}.",
    };

    private static string Size(ProcessLaunch launch)
    {
        long size = 0;
        foreach (var argument in launch.Command)
        {
            size += argument.Length + 1;
        }

        foreach (var (name, value) in launch.Environment)
        {
            size += name.Length + value.Length + 2;
        }

        return size.ToString(CultureInfo.InvariantCulture);
    }
}
