using System.CommandLine;
using System.Globalization;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox repo list</c>.</summary>
internal sealed class RepoListCommand(CliContext context) : ClientCommand(context, "list", "Lists the repositories that are known")
{
    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var repositories = await server.Api.GetAsync<List<RepositoryModel>>("repositories", cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(repositories);
            return ExitCodes.Done;
        }

        var table = new CliTable("REPOSITORY", "BRANCH", "WORKSPACES", "ACTIVE RUNS", "PATH");
        foreach (var r in repositories)
        {
            table.Add(r.Name, r.DefaultBranch ?? "unknown", Number(r.Workspaces), Number(r.ActiveRuns), r.Path);
        }

        table.Write(Context, "No repository is known: 'signalbox repo add PATH' makes one known.");
        return ExitCodes.Done;
    }

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "unknown";
}
