using System.Text.Json;

namespace Signalbox.Dashboard.Hosting;

/// <summary>
/// The server that holds a data directory, as <c>server.json</c> says. The file alone proves nothing: a server that was killed leaves it,
/// and its port and pid may be another program's by now. The command line believes it only with a proof.
/// </summary>
/// <param name="Pid">Its process id.</param>
/// <param name="Url">Where it answers, without a slash at the end.</param>
/// <param name="Version">Its version.</param>
/// <param name="Embedded">It lives in a command and ends with it.</param>
internal sealed record ServerInfo(int Pid, string Url, string Version, bool Embedded = false)
{
    /// <summary>What the file of the data directory says; null when there is none or it cannot be read as such.</summary>
    public static ServerInfo? Read(string dataDirectory)
    {
        try
        {
            return JsonSerializer.Deserialize<ServerInfo>(File.ReadAllText(Path.Combine(dataDirectory, "server.json")), JsonSerializerOptions.Web);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The file's word, when the process that it names holds the directory now. Whether that one listens there is still to be proved.</summary>
    public static ServerInfo? OfHolder(string dataDirectory) =>
        DataDirectoryLock.IsHeld(dataDirectory)
        && Read(dataDirectory) is { Url: not null } info
        && info.Pid == DataDirectoryLock.HolderPid(dataDirectory)
        && Uri.TryCreate(info.Url, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
            ? info
            : null;

    /// <summary>Writes the file; a reader sees the old one or the whole new one.</summary>
    public void Write(DataDirectory data)
    {
        var temporary = data.ServerFile + ".new";
        File.WriteAllText(temporary, JsonSerializer.Serialize(this, JsonSerializerOptions.Web) + "\n");
        File.Move(temporary, data.ServerFile, overwrite: true);
    }
}
