using System.CommandLine;
using Signalbox.Dashboard.Hosting;
using Signalbox.Persistence.Upkeep;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox db restore FILE</c>: a backup takes the place of the SQLite database, which is kept under another name.</summary>
internal sealed class DbRestoreCommand : LocalCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "A backup" };

    public DbRestoreCommand(CliContext context)
        : base(context, "restore", "Puts a backup in the place of the SQLite database, while the server does not run") =>
        Arguments.Add(_file);

    protected override async Task<int> RunAsync(ParseResult parse, LocalData data, CancellationToken cancellationToken)
    {
        var file = PathOf(parse.GetValue(_file)!);
        if (!File.Exists(file))
        {
            throw new SignalboxFaultException(ExitCodes.NotFound, $"there is no file {file}");
        }

        var kept = await HoldAsync(data, directory => data.Get<DatabaseRestore>().RestoreAsync(file, directory.Path, directory.DatabaseFile, cancellationToken), cancellationToken);
        foreach (var before in kept.Where(_ => !IsJson(parse)))
        {
            await Context.Error.WriteLineAsync(CliText.Safe($"signalbox: what was there before is in {before}"));
        }

        await WriteAsync(parse, new { data.DatabaseFile, Kept = kept }, $"{data.DatabaseFile} is as it was when {file} was made: 'signalbox db check' says whether its files are there");
        return ExitCodes.Done;
    }
}
