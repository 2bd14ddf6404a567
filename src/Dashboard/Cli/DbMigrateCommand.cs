using System.CommandLine;
using Signalbox.Dashboard.Hosting;
using Signalbox.Persistence;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox db migrate</c>: brings the database to this version, as the server does at its start.</summary>
internal sealed class DbMigrateCommand(CliContext context) : LocalCommand(context, "migrate", "Brings the database to this version, while the server does not run")
{
    protected override async Task<int> RunAsync(ParseResult parse, LocalData data, CancellationToken cancellationToken)
    {
        await HoldAsync(
            data,
            async _ =>
            {
                await data.Get<DatabaseInitializer>().MigrateAsync(cancellationToken);
                return true;
            },
            cancellationToken);
        await WriteAsync(parse, new { Version = ProductVersion.Text }, $"the database is of version {ProductVersion.Text}");
        return ExitCodes.Done;
    }
}
