using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Signalbox.Engine.Identity;

namespace Signalbox.Dashboard.Hosting.Cluster;

/// <summary>Which node this server is: its data directory says, whatever process serves it (ADR 8).</summary>
internal static partial class NodeIdentity
{
    private const int MaxNameLength = 40;

    /// <summary>The node of this directory, as a new process. The directory is held.</summary>
    /// <exception cref="SignalboxFaultException">Its file says nothing that could be an id, or cannot be written.</exception>
    public static ServerNode Of(DataDirectory data) => new(ReadOrCreate(data.NodeFile), Guid.NewGuid().ToString("n")[..12]);

    private static string ReadOrCreate(string file)
    {
        try
        {
            if (!File.Exists(file))
            {
                // The machine's name is for people who read where a run is; the rest makes it the only one.
                var machine = NotInNames().Replace(Environment.MachineName.ToLowerInvariant(), "-").Trim('-');
                File.WriteAllText(file, $"{(machine.Length > MaxNameLength ? machine[..MaxNameLength] : machine)}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}\n");
            }

            var id = File.ReadAllText(file).Trim();
            return IdPattern().IsMatch(id)
                ? id
                : throw new SignalboxFaultException(ExitCodes.BadUsage, $"{file} does not hold the id of a node: restore it, or delete it and this directory is a new node");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, $"{file} cannot be read or written ({e.Message.TrimEnd('.')}): make it writable");
        }
    }

    [GeneratedRegex("[^a-z0-9-]+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex NotInNames();

    [GeneratedRegex("^[a-z0-9-]{1,60}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex IdPattern();
}
