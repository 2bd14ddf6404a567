using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Signalbox.Engine.Files;

namespace Signalbox.Engine.Processes;

/// <summary>
/// Copies the supervisor into the data directory, in a folder named by its content: a rebuild or an upgrade of the server cannot
/// pull the files away from under an agent (design/engine.md, "Agent processes outlive the server").
/// </summary>
public sealed class SupervisorInstaller(ProcessHostOptions options)
{
    private const string Library = "signalbox-supervisor.dll";
    private const string RuntimeConfig = "signalbox-supervisor.runtimeconfig.json";

    private readonly Lock _gate = new();
    private SupervisorProgram? _installed;

    /// <summary>The installed supervisor, copied first when it is not there (or no longer).</summary>
    /// <exception cref="InvalidOperationException">The server's own copy or <c>dotnet</c> is missing; the message says which.</exception>
    /// <exception cref="IOException">The data directory cannot be written.</exception>
    public SupervisorProgram EnsureInstalled()
    {
        lock (_gate)
        {
            if (_installed is null || !File.Exists(_installed.Library))
            {
                _installed = new SupervisorProgram(FindDotnet(), Install());
            }

            return _installed;
        }
    }

    private string Install()
    {
        var library = ReadSource(Library);
        var config = ReadSource(RuntimeConfig);
        var root = Path.Combine(options.DataDirectory, "supervisor");
        PrivateFiles.CreateFolder(root);
        var folder = Path.Combine(root, Convert.ToHexStringLower(SHA256.HashData([.. library, .. config]))[..16]);
        if (!Directory.Exists(folder))
        {
            // Whole or not there: written beside it, then named.
            var temporary = Path.Combine(root, ".new-" + Path.GetRandomFileName());
            PrivateFiles.CreateFolder(temporary);
            WritePrivate(Path.Combine(temporary, Library), library);
            WritePrivate(Path.Combine(temporary, RuntimeConfig), config);
            try
            {
                Directory.Move(temporary, folder);
            }
            catch (IOException) when (Directory.Exists(folder))
            {
                Directory.Delete(temporary, recursive: true); // another server was faster with the same content
            }
        }

        return Path.Combine(folder, Library);
    }

    private byte[] ReadSource(string name)
    {
        var file = Path.Combine(options.SupervisorSource, name);
        return File.Exists(file)
            ? File.ReadAllBytes(file)
            : throw new InvalidOperationException($"The supervisor of agent processes is missing: '{file}' does not exist. Install Signalbox again.");
    }

    // The program that runs this very runtime, before anything that PATH may name.
    private static string FindDotnet()
    {
        if (Environment.ProcessPath is { } self && string.Equals(Path.GetFileName(self), "dotnet", StringComparison.Ordinal))
        {
            return self;
        }

        // {root}/shared/Microsoft.NETCore.App/{version}/
        var ofRuntime = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        string[] candidates =
        [
            ofRuntime,
            .. Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root ? (string[])[Path.Combine(root, "dotnet")] : [],
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Select(p => Path.Combine(p, "dotnet")),
        ];
        return Array.Find(candidates, File.Exists)
            ?? throw new InvalidOperationException("'dotnet' was not found: neither beside the running .NET runtime, nor in DOTNET_ROOT, nor on the PATH.");
    }

    private static void WritePrivate(string path, byte[] bytes)
    {
        using var stream = PrivateFiles.Open(path, FileMode.CreateNew);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true); // the name must not survive a power cut that the content does not
    }
}
