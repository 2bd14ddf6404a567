using System.CommandLine;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;
using Signalbox.Engine.Files;
using Signalbox.Engine.Runs.Export;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox run export RUN DIR</c>: spec 1's layout at <c>DIR/.ckrv/tasks/KEY/</c>, whole or not at all.</summary>
internal sealed class RunExportCommand : ClientCommand
{
    private readonly Argument<string> _run = new("RUN") { Description = "Id, unique prefix of one, or key" };
    private readonly Argument<string> _directory = new("DIR") { Description = "Folder to export to; the run is written to DIR/.ckrv/tasks/KEY/" };

    public RunExportCommand(CliContext context)
        : base(context, "export", "Writes a run's files for other programs")
    {
        Arguments.Add(_run);
        Arguments.Add(_directory);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var run = await server.Api.GetAsync<RunModel>(CliPaths.Run(parse.GetValue(_run)!), cancellationToken);
        var target = RunExportLayout.TaskFolder(Path.Combine(Context.WorkingDirectory, parse.GetValue(_directory)!), run.Key);
        if (Path.Exists(target))
        {
            throw new SignalboxFaultException(ExitCodes.Refused, $"{target} exists already: move it away or export to another folder");
        }

        string? noWorkspace = null;
        try
        {
            using var folder = TransferFolder.Create(Path.GetDirectoryName(target)!, Context.Time);
            string? fault = null;
            await server.Api.DownloadAsync(CliPaths.Run(run.Id) + "/export", async body => fault = await RunArchive.ReadAsync(body, folder.Path, cancellationToken), cancellationToken);
            var task = RunExportLayout.TaskFolder(folder.Path, run.Key);
            if (fault is not null || !Directory.Exists(task))
            {
                throw new SignalboxFaultException(ExitCodes.Unreachable, fault ?? "the server sent another run than the one that was asked for");
            }

            noWorkspace = WorkspaceLink.Make(task);
            PrivateFiles.CreateFolder(Path.GetDirectoryName(target)!);
            Directory.Move(task, target);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new SignalboxFaultException(ExitCodes.RunFailed, $"{run.Key} cannot be written to {target}: {broken.Message}");
        }

        if (noWorkspace is not null)
        {
            await Context.Error.WriteLineAsync($"signalbox: not exported: {noWorkspace}");
        }

        if (IsJson(parse))
        {
            await WriteJsonAsync(new { run.Id, run.Key, Directory = target });
        }
        else
        {
            await Context.Output.WriteLineAsync(CliText.Safe(target));
        }

        return ExitCodes.Done;
    }
}
