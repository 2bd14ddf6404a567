using System.CommandLine;
using Signalbox.Dashboard.Hosting;
using Signalbox.Persistence.Upkeep;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox db check</c>: whether the database is sound and fits the files. Changes nothing; exit code 1 when something is wrong.</summary>
internal sealed class DbCheckCommand(CliContext context) : LocalCommand(context, "check", "Looks whether the database is sound and its files are there; changes nothing")
{
    protected override async Task<int> RunAsync(ParseResult parse, LocalData data, CancellationToken cancellationToken)
    {
        if (!data.IsPostgres && !File.Exists(data.DatabaseFile))
        {
            data.RefuseUnlessThere();
        }

        var findings = await LocalData.TryAsync(() => data.Get<DatabaseCheck>().CheckAsync(data.Directory, data.DatabaseFile, data.Node, cancellationToken));
        if (IsJson(parse))
        {
            await Context.Output.WriteLineAsync(CliText.Json(new { healthy = findings.Count == 0, findings }, Context.Interactive));
        }
        else if (findings.Count == 0)
        {
            await Context.Output.WriteLineAsync("nothing is wrong");
        }

        foreach (var finding in findings.Where(_ => !IsJson(parse)))
        {
            await Context.Output.WriteLineAsync(CliText.Safe($"{finding.About}: {finding.Found}: {finding.Advice}"));
        }

        return findings.Count == 0 ? ExitCodes.Done : ExitCodes.RunFailed;
    }
}
