using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox config history</c>.</summary>
internal sealed class ConfigHistoryCommand(CliContext context) : ClientCommand(context, "history", "Lists the configurations that were applied, newest first")
{
    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var versions = await server.Api.GetAsync<List<ConfigVersionModel>>("config/versions?limit=200", cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(versions);
            return ExitCodes.Done;
        }

        var table = new CliTable("VERSION", "APPLIED", "BY", "FROM", "SHA-256");
        foreach (var v in versions)
        {
            table.Add(v.Version, CliText.Time(v.AppliedAt), v.AppliedBy, v.RolledBackFrom is null ? "-" : $"rolled back to {v.RolledBackFrom}", v.Sha256[..12]);
        }

        table.Write(Context, "No configuration was applied.");
        return ExitCodes.Done;
    }
}
