using System.CommandLine;
using System.Net.Http.Headers;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;
using Signalbox.Engine.Runs.Export;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox run import DIR</c>: runs in spec 1's layout, ours and older.</summary>
internal sealed class RunImportCommand : ClientCommand
{
    private readonly Argument<string> _directory = new("DIR") { Description = "Folder of a run, or one with .ckrv/tasks/ in it: each of its runs is imported" };
    private readonly Option<string?> _key = new("--key") { Description = "Key here, where its own is taken", HelpName = "KEY" };

    public RunImportCommand(CliContext context)
        : base(context, "import", "Takes in runs that were exported, or that another program left")
    {
        Arguments.Add(_directory);
        Options.Add(_key);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var directory = Path.GetFullPath(Path.Combine(Context.WorkingDirectory, parse.GetValue(_directory)!));
        var key = parse.GetValue(_key);
        var sources = Sources(directory, cancellationToken);
        if (key is not null && sources.Count > 1)
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, $"--key names one run, and {directory} has {sources.Count}: name the folder of one");
        }

        List<RunImportModel> imported = [];
        foreach (var source in sources)
        {
            var answer = await ImportAsync(server, source, key, cancellationToken);
            imported.Add(answer);
            foreach (var leftOut in source.LeftOut.Concat(answer.Warnings.Select(w => w.Message)))
            {
                await Context.Error.WriteLineAsync(CliText.Safe($"signalbox: {answer.Run.Key}: not imported: {leftOut}"));
            }

            if (!IsJson(parse))
            {
                await Context.Output.WriteLineAsync(CliText.Safe($"{answer.Run.Key}  {answer.Run.Status}  {answer.Run.Workflow}"));
            }
        }

        if (IsJson(parse))
        {
            await WriteJsonAsync(new { Created = imported.SelectMany(i => i.Created), Warnings = imported.SelectMany(i => i.Warnings), Diagnostics = imported.SelectMany(i => i.Diagnostics) });
        }

        return ExitCodes.Done;
    }

    // All are looked at before the first is sent.
    private static List<ImportSource> Sources(string directory, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(directory))
        {
            throw new SignalboxFaultException(ExitCodes.NotFound, $"there is no folder {directory}");
        }

        var tasks = ImportSource.TasksIn(directory);
        return tasks.Count == 0
            ? throw new SignalboxFaultException(ExitCodes.BadUsage, $"{directory} has neither a {RunExportLayout.Metadata} nor runs below {RunExportLayout.Tasks}/")
            : [.. tasks.Select(task => ImportSource.Open(task, cancellationToken)).Select(opened => opened.Source ?? throw new SignalboxFaultException(ExitCodes.BadUsage, opened.Fault!))];
    }

    private static async Task<RunImportModel> ImportAsync(ServerConnection server, ImportSource source, string? key, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Path.GetTempPath(), $"signalbox-{Guid.NewGuid():N}.tar");
        try
        {
            await using (var archive = Engine.Files.PrivateFiles.Open(path, FileMode.CreateNew))
            {
                await RunArchive.WriteAsync(source, archive, cancellationToken);
            }

            var query = key is null ? "" : "?key=" + Uri.EscapeDataString(key);
            return await server.Api.UploadAsync<RunImportModel>("runs/import" + query, () => Content(path), cancellationToken);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new SignalboxFaultException(ExitCodes.RunFailed, $"{source.Folder} cannot be read: {broken.Message}");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static StreamContent Content(string path)
    {
        var content = new StreamContent(File.OpenRead(path));
        content.Headers.ContentType = new MediaTypeHeaderValue(RunArchive.MediaType);
        return content;
    }
}
