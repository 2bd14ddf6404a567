using Signalbox.Engine.Files;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs.Records;

namespace Signalbox.Engine.Runs.Export;

/// <summary>
/// Writes a run in spec 1's layout, so that other programs and other installations can read it: its rows decide, the files on the disk are copied
/// beside them. The link to the worktree is made by whoever puts the export in its place (<see cref="WorkspaceLink"/>).
/// </summary>
public sealed class RunExporter(IRunQueries queries, TimeProvider time)
{
    /// <summary>Writes <c>DIR/.ckrv/tasks/KEY/</c>, whole or not at all.</summary>
    /// <param name="id">The run.</param>
    /// <param name="directory">Absolute folder to export to; it is made when missing.</param>
    /// <param name="cancellationToken">Gives up; nothing stays.</param>
    public async Task<RunExportResult> ExportAsync(RunId id, string directory, CancellationToken cancellationToken)
    {
        if (await queries.GetAsync(id, cancellationToken) is not { } state)
        {
            return Fault($"there is no run {id}");
        }

        var target = RunExportLayout.TaskFolder(directory, state.Run.Key);
        if (Path.Exists(target))
        {
            return Fault($"{target} exists already: move it away or export to another folder");
        }

        try
        {
            using var folder = TransferFolder.Create(Path.GetDirectoryName(target)!, time);
            var staged = Path.Combine(folder.Path, state.Run.Key);
            PrivateFiles.CreateFolder(staged);
            var leftOut = await WriteAsync(state, staged, cancellationToken);
            Directory.Move(staged, target);
            return new RunExportResult(target, Fault: null, leftOut);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return Fault($"{state.Run.Key} cannot be exported to {directory}: {broken.Message}");
        }
    }

    private static async Task<IReadOnlyList<string>> WriteAsync(RunState state, string folder, CancellationToken cancellationToken)
    {
        var leftOut = new List<string>();
        var files = new ExportFiles(state.Run.Directory, folder, leftOut);
        foreach (var step in state.Steps.Where(s => s.Status is not StepStatus.Pending))
        {
            await WriteStepAsync(state, step, files, cancellationToken);
        }

        await files.WriteAsync(RunExportLayout.Snapshot, state.Version.Yaml, cancellationToken);
        await files.WriteAsync(RunExportLayout.Metadata, SpecDocuments.Run(state, leftOut), cancellationToken);
        return leftOut;
    }

    private static async Task WriteStepAsync(RunState state, StepRun step, ExportFiles files, CancellationToken cancellationToken)
    {
        var source = Path.GetRelativePath(state.Run.Directory, RunFolder.Step(state.Run, step));
        var attempts = state.AttemptsOf(step).ToList();
        foreach (var attempt in attempts)
        {
            var from = Path.GetRelativePath(state.Run.Directory, attempt.Directory);
            if (attempts.Count > 1)
            {
                await WriteAttemptAsync(step, attempt, from, RunExportLayout.Attempt(source, attempt.Number), files, cancellationToken);
            }

            if (attempt == attempts[^1])
            {
                await WriteAttemptAsync(step, attempt, from, source, files, cancellationToken);
            }
        }

        if (attempts.Count == 0)
        {
            await files.WriteAsync(Path.Combine(source, RunExportLayout.Result), SpecDocuments.Step(step, attempt: null, "", "", value => value), cancellationToken);
        }
    }

    private static async Task WriteAttemptAsync(StepRun step, Attempt attempt, string from, string to, ExportFiles files, CancellationToken cancellationToken)
    {
        // Until it ends, what it prints is not masked in its files.
        if (attempt.Status == AttemptStatus.Running && attempt.SecretNames.Count > 0)
        {
            files.LeaveOut($"{to}: its logs, for it is at work and has secrets");
        }
        else
        {
            await files.CopyAsync(from, to, RunExportLayout.Stdout, cancellationToken);
            await files.CopyAsync(from, to, RunExportLayout.Stderr, cancellationToken);
            await files.CopyAsync(from, to, RunExportLayout.Prompt, cancellationToken);
        }

        await files.CopyFolderAsync(from, to, RunExportLayout.Outputs, cancellationToken);
        var outputs = $"{from}/{RunExportLayout.Outputs}/";
        var document = SpecDocuments.Step(
            step,
            attempt,
            await files.HeadAsync(to, RunExportLayout.Stdout, cancellationToken),
            await files.HeadAsync(to, RunExportLayout.Stderr, cancellationToken),
            value => value.StartsWith(outputs, StringComparison.Ordinal) ? $"{to}/{RunExportLayout.Outputs}/{value[outputs.Length..]}" : value);
        await files.WriteAsync(Path.Combine(to, RunExportLayout.Result), document, cancellationToken);
    }

    private static RunExportResult Fault(string sentence) => new(Folder: null, sentence, LeftOut: []);
}
