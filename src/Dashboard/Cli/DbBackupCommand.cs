using System.CommandLine;
using Signalbox.Dashboard.Hosting;
using Signalbox.Persistence.Upkeep;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox db backup FILE</c>: the SQLite database in one file, while the server works on it.</summary>
internal sealed class DbBackupCommand : LocalCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "File to make" };

    public DbBackupCommand(CliContext context)
        : base(context, "backup", "Copies the SQLite database into one file, also while the server runs") =>
        Arguments.Add(_file);

    protected override async Task<int> RunAsync(ParseResult parse, LocalData data, CancellationToken cancellationToken)
    {
        data.RefuseUnlessThere();
        var file = PathOf(parse.GetValue(_file)!);
        var bytes = await LocalData.TryAsync(() => data.Get<DatabaseBackup>().WriteAsync(data.DatabaseFile, file, cancellationToken));
        if (!IsJson(parse))
        {
            await Context.Error.WriteLineAsync(CliText.Safe($"signalbox: it holds the rows; files of runs are in {Path.Combine(data.Directory, "runs")}: copy them after it"));
        }

        await WriteAsync(parse, new { File = file, Bytes = bytes }, $"{file}: {TransferOutput.Size(bytes)}");
        return ExitCodes.Done;
    }
}
