using System.Globalization;
using System.Text;
using Signalbox.Engine.Files;

namespace Signalbox.Dashboard.Hosting;

/// <summary>The hold on a data directory, from opening to disposal; the kernel gives it back when the process dies.</summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private const int WouldBlock = 11; // EAGAIN, as .NET reports a lock of another on Linux
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int PidBytes = 32;
    private static readonly TimeSpan LookLimit = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LookPoll = TimeSpan.FromMilliseconds(20);
    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the hold, and removes what a holder that crashed says about itself. A moment's patience: who only looks holds it for less.</summary>
    /// <exception cref="SignalboxFaultException">Another process has it; the sentence names it.</exception>
    public static async Task<DataDirectoryLock> TakeAsync(DataDirectory data, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            if (TryTake(data) is { } held)
            {
                return held;
            }

            if (time.GetElapsedTime(began) >= LookLimit)
            {
                throw new SignalboxFaultException(ExitCodes.Refused, Describe(data.Path));
            }

            await Task.Delay(LookPoll, time, cancellationToken);
        }
    }

    /// <summary>Whether another process, or another server of this one, works on the directory; it need not listen yet.</summary>
    public static bool IsHeld(string directory)
    {
        try
        {
            // A shared lock: those who look do not stand in each other's way.
            using var file = new FileStream(PathOf(directory), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException e) when (IsLocked(e))
        {
            return true;
        }
    }

    /// <summary>Process id of the holder as it wrote it; null when it has not yet.</summary>
    public static int? HolderPid(string directory)
    {
        try
        {
            // A FileStream of .NET would ask for a lock of its own, which the holder does not give.
            using var file = UntrustedFile.Open(directory, Path.GetFileName(PathOf(directory)), PidBytes, UntrustedLinks.Refused).File;
            if (file is null)
            {
                return null;
            }

            using var reader = new StreamReader(file);
            return int.TryParse(reader.ReadLine(), CultureInfo.InvariantCulture, out var pid) ? pid : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>One sentence: who holds the directory, and what to do.</summary>
    public static string Describe(string directory)
    {
        var pid = HolderPid(directory);
        if (ServerInfo.Read(directory) is { Embedded: false } server && server.Pid == pid)
        {
            return $"the data directory {directory} is held by the Signalbox server with pid {server.Pid} at {server.Url}: open that, stop it, or choose another directory with --data DIR";
        }

        var who = pid is { } id ? $" (pid {id.ToString(CultureInfo.InvariantCulture)})" : "";
        return $"the data directory {directory} is held by another signalbox process{who}: wait until it ends, stop it, or choose another directory with --data DIR";
    }

    public void Dispose() => _file.Dispose();

    private static DataDirectoryLock? TryTake(DataDirectory data)
    {
        FileStream file;
        try
        {
            file = new FileStream(data.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (IsLocked(e))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, $"{data.LockFile} cannot be opened ({e.Message.TrimEnd('.')}): make it a file that this user may write, or choose another directory with --data DIR");
        }

        try
        {
            // First, so that nobody believes an earlier server's file beside this hold.
            File.Delete(data.ServerFile);

            // The pid tells whose server.json may be believed; the lock itself is the kernel's.
            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
            file.Flush();
            return new DataDirectoryLock(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file.Dispose();
            throw new SignalboxFaultException(ExitCodes.BadUsage, $"the data directory {data.Path} cannot be written ({e.Message.TrimEnd('.')}): make room or make it writable, or choose another with --data DIR");
        }
    }

    private static bool IsLocked(IOException e) => e.HResult is WouldBlock or SharingViolation;

    private static string PathOf(string directory) => Path.Combine(directory, "server.lock");
}
