using System.Diagnostics;
using System.Text.Json;

namespace Signalbox.Dashboard.Hosting;

/// <summary>The server that holds a data directory, as <c>server.json</c> says.</summary>
/// <param name="Pid">Its process id.</param>
/// <param name="Url">Where it answers, without a slash at the end.</param>
/// <param name="Version">Its version.</param>
internal sealed record ServerInfo(int Pid, string Url, string Version)
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

    /// <summary>Whether a process with this id is there.</summary>
    public bool IsAlive()
    {
        try
        {
            using var process = Process.GetProcessById(Pid);
            return !process.HasExited;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Writes the file; a reader sees the old one or the whole new one.</summary>
    public void Write(DataDirectory data)
    {
        var temporary = data.ServerFile + ".new";
        File.WriteAllText(temporary, JsonSerializer.Serialize(this, JsonSerializerOptions.Web) + "\n");
        File.Move(temporary, data.ServerFile, overwrite: true);
    }
}
