using System.CommandLine;
using Signalbox.Dashboard.Hosting;
using Signalbox.Dashboard.Hosting.Cluster;
using Signalbox.Persistence.Transfer;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox data import DIR</c>: an export comes into an empty server, all of it or nothing.</summary>
internal sealed class DataImportCommand : LocalCommand
{
    private readonly Argument<string> _directory = new("DIR") { Description = "Folder of an export" };

    public DataImportCommand(CliContext context)
        : base(context, "import", "Takes an export into an empty server, while it does not run") =>
        Arguments.Add(_directory);

    protected override async Task<int> RunAsync(ParseResult parse, LocalData data, CancellationToken cancellationToken)
    {
        var source = PathOf(parse.GetValue(_directory)!);
        if (!Directory.Exists(source))
        {
            throw new SignalboxFaultException(ExitCodes.NotFound, $"there is no folder {source}");
        }

        var result = await HoldAsync(
            data,
            directory => data.Get<DataImporter>().ImportAsync(
                new DataImportRequest(source, directory.Path, directory.DatabaseFile, data.IsPostgres ? NodeIdentity.Of(directory).Id : null),
                new TransferOutput(Context, IsJson(parse)),
                cancellationToken),
            cancellationToken);
        var rows = result.Manifest.Tables.Sum(t => t.Rows);
        if (!IsJson(parse))
        {
            string[] ended = result.Ended == 0
                ? []
                : [FormattableString.Invariant($"{result.Ended} runs were under way when they were exported; here they are failed, and nothing of them was begun again: 'signalbox run list --status Failed' shows them")];
            foreach (var sentence in ended.Concat(result.Notes).Concat(result.Kept.Select(k => $"what was there before is in {k}")))
            {
                await Context.Error.WriteLineAsync(CliText.Safe($"signalbox: {sentence}"));
            }
        }

        await WriteAsync(
            parse,
            new { data.Directory, Rows = rows, Tables = result.Manifest.Tables.Count, Files = result.Manifest.Files.Count, result.Ended, result.Kept, result.Notes },
            FormattableString.Invariant($"{data.Directory}: {rows} rows of {result.Manifest.Tables.Count} tables, {result.Manifest.Files.Count} files, exported {CliText.Time(result.Manifest.ExportedAt)} by version {result.Manifest.Version}"));
        return ExitCodes.Done;
    }
}
