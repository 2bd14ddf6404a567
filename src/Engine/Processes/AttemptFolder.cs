using System.Globalization;
using System.Text;
using Signalbox.Engine.Files;

namespace Signalbox.Engine.Processes;

/// <summary>The server's side of an attempt's folder: makes it, with all files that the supervisor will need, and says what has become of it.</summary>
internal static class AttemptFolder
{
    private const int MaxTextBytes = 64 * 1024;

    /// <summary>Creates the folder itself.</summary>
    public static ProcessFolder CreateFolder(string attemptDirectory)
    {
        var folder = ProcessFolder.Of(attemptDirectory);
        PrivateFiles.CreateFolder(attemptDirectory);
        PrivateFiles.CreateFolder(folder.Path);
        return folder;
    }

    /// <summary>Writes the files of a start.</summary>
    /// <exception cref="InvalidOperationException">Something was started in this folder before.</exception>
    public static void WriteFiles(ProcessFolder folder, ProcessSpec spec)
    {
        if (File.Exists(folder.Attempt))
        {
            throw new InvalidOperationException($"'{spec.Directory}' has held a process before; an attempt needs a folder of its own");
        }

        var reserved = Enumerable.Repeat((byte)' ', ProcessFolder.ReservedBytes).ToArray();
        Create(folder.Attempt, s => s.Write(Encoding.UTF8.GetBytes(spec.AttemptId.Value)));
        Create(folder.ExitPending, _ => { });
        Create(folder.IdentityPending, s => s.Write(reserved));
        Create(folder.Note, s => s.Write(reserved));
        var launch = new ProcessLaunch
        {
            Command = spec.Command,
            Environment = new Dictionary<string, string>(spec.Environment, StringComparer.Ordinal) { [ProcessFolder.MarkerName] = spec.AttemptId.Value },
            WorkingDirectory = spec.WorkingDirectory,
            StandardInputFile = spec.StandardInputFile,
            StandardOutputFile = CreateOutput(spec.Directory, "stdout.log"),
            StandardErrorFile = CreateOutput(spec.Directory, "stderr.log"),
            TimeoutMs = (long)spec.Timeout.TotalMilliseconds,
            GraceMs = (long)spec.Grace.TotalMilliseconds,
            MaxOutputBytes = spec.MaxOutputBytes,
        };
        Create(folder.Launch, launch.Write);
    }

    /// <summary>What cannot be handed to any program at all.</summary>
    public static string? FindFault(ProcessSpec spec)
    {
        if (spec.Command.Count == 0 || spec.Command[0].Length == 0)
        {
            return "The command is empty.";
        }

        if (spec.Command.Any(a => a.Contains('\0', StringComparison.Ordinal)))
        {
            return "An argument holds a NUL character, which no program can be given.";
        }

        var bad = spec.Environment.FirstOrDefault(v => v.Key.Length == 0 || v.Key.AsSpan().ContainsAny('=', '\0') || v.Value.Contains('\0', StringComparison.Ordinal));
        return bad.Key is null ? null : $"The environment variable '{bad.Key.Replace('\0', '?')}' has a name or value that cannot be passed on.";
    }

    /// <summary>The exit record counts first; then whoever holds the place; a free place is taken so that it stays so.</summary>
    public static ProcessState Inspect(ProcessFolder folder)
    {
        if (folder.ReadExit() is not null)
        {
            return ProcessState.Ended;
        }

        if (folder.ReadClaim() is null && folder.TryClaim(ProcessFolder.Revoked))
        {
            return ProcessState.NeverStarted;
        }

        if (!SupervisorClaim.TryParse(folder.ReadClaim(), out var supervisor))
        {
            return ProcessState.NeverStarted;
        }

        // Its record may have come between the two looks.
        return supervisor.IsAlive() ? ProcessState.Running
            : folder.ReadExit() is not null ? ProcessState.Ended
            : ProcessState.Lost;
    }

    /// <summary>The end, from its record.</summary>
    public static ProcessExit ReadExit(ProcessFolder folder)
    {
        var record = folder.ReadExit() ?? throw new InvalidOperationException("no exit record");
        var note = ReadText(folder.Note)?.Trim() ?? "";
        return new ProcessExit(
            record.End,
            record.End == ProcessEnd.StartFailed ? null : record.Code,
            note.Length > 0 ? note
                : record.Left == 1 ? "A process that it had left behind was killed."
                : record.Left > 1 ? string.Create(CultureInfo.InvariantCulture, $"{record.Left} processes that it had left behind were killed.")
                : null);
    }

    /// <summary>A small file of the folder; null when there is none. The agent could have put a pipe in its place, which would hold the reader up for ever.</summary>
    public static string? ReadText(string path)
    {
        using var file = UntrustedFile.TryOpen(path);
        if (file is null)
        {
            return null;
        }

        var bytes = new byte[(int)Math.Min(file.Length, MaxTextBytes)];
        return Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
    }

    /// <summary>Records in the supervisor's place that there was no start.</summary>
    public static void RecordStartFailure(ProcessFolder folder, string sentence)
    {
        ProcessFolder.WriteReserved(folder.Note, Encoding.UTF8.GetBytes(sentence));
        _ = folder.TryRecordExit(new ExitRecord(127, ProcessEnd.StartFailed, 0));
        RemoveLaunch(folder);
    }

    /// <summary>Whether the agent runs or the start has ended in a record.</summary>
    public static bool HasStarted(ProcessFolder folder) => File.Exists(folder.Identity) || folder.ReadExit() is not null;

    private static string CreateOutput(string directory, string name)
    {
        var file = Path.Combine(directory, name);
        Create(file, _ => { });
        return file;
    }

    private static void Create(string file, Action<Stream> write)
    {
        using var stream = PrivateFiles.Open(file, FileMode.CreateNew);
        write(stream);
    }

    /// <summary>Removes what the process was started with, which carries its environment. An agent may have removed it, or put a folder in its place: then it is gone as well.</summary>
    public static void RemoveLaunch(ProcessFolder folder)
    {
        try
        {
            File.Delete(folder.Launch);
        }
        catch (Exception exception) when (exception is DirectoryNotFoundException or UnauthorizedAccessException)
        {
            // Nothing of it is left there
        }
    }
}
