using System.Text.Json;

namespace Signalbox.Engine.Processes;

/// <summary>Reads and writes <c>identity.json</c>. Compiled into server and supervisor.</summary>
internal static class ProcessIdentityFile
{
    /// <summary>Writes it into its reserved place, then gives it its name: it is whole or not there.</summary>
    public static void Write(ProcessFolder folder, ProcessIdentity identity)
    {
        var buffer = new MemoryStream(ProcessFolder.ReservedBytes);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("bootId", identity.BootId);
            json.WriteNumber("supervisorPid", identity.SupervisorPid);
            json.WriteNumber("supervisorStartTicks", identity.SupervisorStartTicks);
            json.WriteNumber("agentPid", identity.AgentPid);
            json.WriteEndObject();
        }

        ProcessFolder.WriteReserved(folder.IdentityPending, buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        _ = Posix.Rename(folder.IdentityPending, folder.Identity);
    }

    /// <summary>The identity that a file says.</summary>
    public static ProcessIdentity Parse(string text)
    {
        using var json = JsonDocument.Parse(text);
        var root = json.RootElement;
        return new ProcessIdentity(
            root.GetProperty("bootId").GetString()!,
            root.GetProperty("supervisorPid").GetInt32(),
            root.GetProperty("supervisorStartTicks").GetInt64(),
            root.GetProperty("agentPid").GetInt32());
    }
}
