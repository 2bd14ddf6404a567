using System.Globalization;
using System.Text;

namespace Signalbox.Dashboard.Hosting;

/// <summary>The hold on a data directory, from opening to disposal; the kernel gives it back when the process dies.</summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the hold.</summary>
    /// <exception cref="SignalboxFaultException">Another process has it; the sentence names it.</exception>
    public static DataDirectoryLock Take(DataDirectory data)
    {
        FileStream file;
        try
        {
            file = new FileStream(data.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new SignalboxFaultException(ExitCodes.Refused, Describe(data));
        }

        // The pid is for the sentence that a second one prints; the lock itself is the kernel's.
        file.SetLength(0);
        file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
        file.Flush();
        return new DataDirectoryLock(file);
    }

    public void Dispose() => _file.Dispose();

    private static string Describe(DataDirectory data)
    {
        if (ServerInfo.Read(data.Path) is { } server && server.IsAlive())
        {
            return $"the data directory {data.Path} is held by the Signalbox server with pid {server.Pid} at {server.Url}: open that, stop it, or choose another directory with --data DIR";
        }

        return $"the data directory {data.Path} is held by another signalbox process{HolderPid(data)}: wait until it ends, stop it, or choose another directory with --data DIR";
    }

    private static string HolderPid(DataDirectory data)
    {
        try
        {
            // FileShare.ReadWrite asks for no lock of its own.
            using var file = new FileStream(data.LockFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            return int.TryParse(reader.ReadLine(), CultureInfo.InvariantCulture, out var pid) ? $" (pid {pid.ToString(CultureInfo.InvariantCulture)})" : "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
