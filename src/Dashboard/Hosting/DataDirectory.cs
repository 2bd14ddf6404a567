using System.Security.Cryptography;
using Signalbox.Engine.Files;

namespace Signalbox.Dashboard.Hosting;

/// <summary>The data directory and the files in it (design/contract.md, Files).</summary>
internal sealed class DataDirectory
{
    private DataDirectory(string path) => Path = path;

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    /// <summary>SQLite database.</summary>
    public string DatabaseFile => In("signalbox.db");

    /// <summary>Job store.</summary>
    public string JobsFile => In("jobs.db");

    /// <summary>Index of the logs of all runs; may be deleted while nothing runs, and is built again.</summary>
    public string SearchFile => In("search.db");

    /// <summary>Held by the process that works on this directory; never deleted.</summary>
    public string LockFile => In("server.lock");

    /// <summary>Pid, url and version of the server.</summary>
    public string ServerFile => In("server.json");

    /// <summary>Id of this directory among the servers of one database; made when it is first needed.</summary>
    public string NodeFile => In("node.id");

    /// <summary>Token of the command line.</summary>
    public string TokenFile => In("cli.token");

    /// <summary>Everything logged, with details; the console shows one line each.</summary>
    public string LogFile => In("server.log");

    /// <summary>Keys of cookies, 0700.</summary>
    public string KeysDirectory => In("keys");

    /// <summary>The repository that the first start makes.</summary>
    public string SampleRepository => In(System.IO.Path.Combine("samples", "sample-repository"));

    /// <summary>
    /// Per-repository mode (design/contract.md, Files): the repository in whose <c>.signalbox</c> folder this is, and the only one that it keeps. Null: global mode.
    /// </summary>
    public string? OwnRepository =>
        string.Equals(System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(Path)), ".signalbox", StringComparison.Ordinal)
        && System.IO.Path.GetDirectoryName(System.IO.Path.TrimEndingDirectorySeparator(Path)) is { } parent && System.IO.Path.Exists(System.IO.Path.Combine(parent, ".git"))
            ? parent
            : null;

    /// <summary>Templates that every repository may use.</summary>
    public string TemplatesDirectory => In("templates");

    /// <summary>What windows of tmux show.</summary>
    public string TerminalsDirectory => In("terminals");

    /// <summary>Folders of the runs.</summary>
    public string RunsDirectory => In("runs");

    /// <summary>Where the data directory is: the option, SIGNALBOX_DATA, XDG_DATA_HOME, the home folder. Nothing is touched.</summary>
    /// <exception cref="SignalboxFaultException">Nothing says where.</exception>
    public static string Locate(string? option, Func<string, string?> environment, string workingDirectory)
    {
        var chosen = NotEmpty(option) ?? NotEmpty(environment("SIGNALBOX_DATA"));
        if (chosen is not null)
        {
            return System.IO.Path.GetFullPath(chosen, workingDirectory);
        }

        // The XDG specification says that a relative path here is to be ignored.
        if (NotEmpty(environment("XDG_DATA_HOME")) is { } xdg && System.IO.Path.IsPathRooted(xdg))
        {
            return System.IO.Path.Combine(xdg, "signalbox");
        }

        if (NotEmpty(environment("HOME")) is { } home)
        {
            return System.IO.Path.Combine(home, ".local", "share", "signalbox");
        }

        throw new SignalboxFaultException(ExitCodes.BadUsage, "cannot tell where the data directory is: HOME is not set; name one with --data DIR or SIGNALBOX_DATA");
    }

    /// <summary>Creates the directory where needed and checks that it can hold the data.</summary>
    /// <exception cref="SignalboxFaultException">It cannot; one sentence says why and what to do.</exception>
    public static DataDirectory Open(string path)
    {
        if (File.Exists(path))
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, $"the data directory {path} is a file: choose another with --data DIR or SIGNALBOX_DATA");
        }

        if (NetworkFileSystem.TypeOf(path) is { } network)
        {
            throw new SignalboxFaultException(
                ExitCodes.BadUsage,
                $"the data directory {path} is on a network file system ({network}), where databases get damaged: choose a local folder with --data DIR or SIGNALBOX_DATA");
        }

        try
        {
            var data = new DataDirectory(path);
            PrivateFiles.TakeFolder(path);
            PrivateFiles.TakeFolder(data.KeysDirectory);
            PrivateFiles.TakeFolder(data.RunsDirectory);
            var probe = data.In($".write-test-{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(8)}");
            File.WriteAllText(probe, "can be written");
            File.Delete(probe);
            return data;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SignalboxFaultException(
                ExitCodes.BadUsage,
                $"the data directory {path} cannot be written ({Sentence(e)}): make it writable, or choose another with --data DIR or SIGNALBOX_DATA");
        }
    }

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static string Sentence(Exception e) => e.Message.TrimEnd('.');

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
