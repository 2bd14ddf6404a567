using System.CommandLine;
using Signalbox.Dashboard.Hosting;
using Signalbox.Persistence.Transfer;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox data export DIR</c>: everything that this server knows, for any other, whatever its database is. Beside a running server or without one.</summary>
internal sealed class DataExportCommand : LocalCommand
{
    private readonly Argument<string> _directory = new("DIR") { Description = "Folder to make; missing or empty" };

    public DataExportCommand(CliContext context)
        : base(context, "export", "Writes everything: rows, files of runs, commits. No secrets, no tokens") =>
        Arguments.Add(_directory);

    protected override async Task<int> RunAsync(ParseResult parse, LocalData data, CancellationToken cancellationToken)
    {
        data.RefuseUnlessThere();
        var target = PathOf(parse.GetValue(_directory)!);
        var request = new DataExportRequest(data.Directory, target, ProductVersion.Text);
        var manifest = await LocalData.TryAsync(() => data.Get<DataExporter>().ExportAsync(request, new TransferOutput(Context, IsJson(parse)), cancellationToken));
        var rows = manifest.Tables.Sum(t => t.Rows);
        if (!IsJson(parse))
        {
            foreach (var sentence in manifest.NotExported)
            {
                await Context.Error.WriteLineAsync(CliText.Safe($"signalbox: not in an export: {sentence}"));
            }

            foreach (var sentence in manifest.LeftOut)
            {
                await Context.Error.WriteLineAsync(CliText.Safe($"signalbox: not exported: {sentence}"));
            }
        }

        await WriteAsync(
            parse,
            new { Directory = target, Rows = rows, Tables = manifest.Tables.Count, Files = manifest.Files.Count, manifest.Files.Bytes, Bundles = manifest.Bundles.Count, manifest.NotExported, manifest.LeftOut },
            FormattableString.Invariant($"{target}: {rows} rows of {manifest.Tables.Count} tables, {manifest.Files.Count} files ({TransferOutput.Size(manifest.Files.Bytes)}), commits of {manifest.Bundles.Count} repositories"));
        return ExitCodes.Done;
    }
}
