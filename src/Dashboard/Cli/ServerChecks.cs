using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;
using Signalbox.Dashboard.Hosting.Security;

namespace Signalbox.Dashboard.Cli;

/// <summary>The server of the data directory, and the agents as it sees them; without one, the programs on the PATH.</summary>
internal static class ServerChecks
{
    private static readonly string[] AgentPrograms = ["claude", "codex"];

    public static async Task<IReadOnlyList<DoctorCheck>> RunAsync(CliContext context, string directory, CancellationToken cancellationToken)
    {
        if (!DataDirectoryLock.IsHeld(directory))
        {
            return [DoctorCheck.Ok("server", "none is running"), .. AgentPrograms.Select(p => Program(context, p))];
        }

        if (ServerInfo.OfHolder(directory) is not { } info)
        {
            var pid = DataDirectoryLock.HolderPid(directory) is { } id ? $"pid {id}" : "a process";
            return [DoctorCheck.Warn("server", $"{pid} holds the data directory and does not listen", "it may be starting or stopping: ask again in a moment, then stop it"), .. AgentPrograms.Select(p => Program(context, p))];
        }

        try
        {
            if (CliToken.Read(directory) is not { } token || !await ServerFinder.ProvesItselfAsync(new Uri(info.Url), token, cancellationToken))
            {
                return [DoctorCheck.Fail("server", $"what listens at {info.Url} is not the server of this data directory", $"stop pid {info.Pid} and start the server again")];
            }

            await using var server = await ServerConnection.OpenAsync(context, info.Url, token, directory, cancellationToken);
            var agents = await server.Api.GetAsync<List<AgentModel>>("agents", cancellationToken);
            return [Server(info), .. agents.Select(Agent)];
        }
        catch (SignalboxFaultException e)
        {
            return [DoctorCheck.Fail("server", $"pid {info.Pid} at {info.Url}: {e.Message}", "stop that process and start the server again")];
        }
    }

    private static DoctorCheck Server(ServerInfo info)
    {
        var found = $"pid {info.Pid} at {info.Url}, version {info.Version}";
        return string.Equals(info.Version, ProductVersion.Text, StringComparison.Ordinal)
            ? DoctorCheck.Ok("server", found)
            : DoctorCheck.Warn("server", found, $"this command is version {ProductVersion.Text}: restart the server with it");
    }

    private static DoctorCheck Agent(AgentModel agent) => agent.Status is "Active"
        ? DoctorCheck.Ok($"agent {agent.Id}", agent.Version ?? agent.StatusReason)
        : DoctorCheck.Warn($"agent {agent.Id}", agent.Status, agent.StatusReason);

    private static DoctorCheck Program(CliContext context, string program)
    {
        var path = (context.Environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
        return path is null
            ? DoctorCheck.Warn($"agent {program}", "not on the PATH", "install it to run workflows that name it; others work without")
            : DoctorCheck.Ok($"agent {program}", path);
    }
}
