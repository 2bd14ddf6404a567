using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Signalbox.Engine.Audit;
using Signalbox.Engine.Events;
using Signalbox.Engine.Files;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Runs.Steering;

namespace Signalbox.Engine.Runs.Export;

/// <summary>
/// Takes in a run in spec 1's layout: an export of ours, a folder of another data directory, or an older program's. Its files may come from anybody:
/// nothing in them is executed, no link is followed, and a refused import leaves nothing.
/// </summary>
public sealed partial class RunImporter(IRunImportStore store, ILogStore logs, LogSignals signals, RunEventBus bus, RunServiceOptions options, TimeProvider time, AuditLog? audit = null)
{
    private readonly LogPump _pump = new(logs, signals, time);

    /// <summary>Imports one run.</summary>
    public async Task<RunImportResult> ImportAsync(RunImportRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (source, fault) = ImportSource.Open(request.Folder, cancellationToken);
        if (source is null)
        {
            return Invalid(fault!);
        }

        var (metadata, unreadable) = await ImportDocument.ReadAsync(source, RunExportLayout.Metadata, cancellationToken);
        var (yaml, unreadableYaml) = await ImportDocument.ReadTextAsync(source, RunExportLayout.Snapshot, cancellationToken);
        if (metadata is null || (unreadable ?? unreadableYaml) is not null)
        {
            return Invalid(unreadable ?? unreadableYaml ?? $"{RunExportLayout.Metadata} is gone");
        }

        var key = request.Key ?? metadata.Text("id") ?? Path.GetFileName(source.Folder);
        if (key.Length > RunService.MaxKeyLength || !KeyPattern().IsMatch(key))
        {
            return Invalid($"'{Shown(key)}' cannot be the key of a run here: choose another with --key, letters, digits and single dashes, such as DOC-123");
        }

        var directory = Path.Combine(options.RunsFolder, key);
        if (Path.Exists(directory))
        {
            return Refused(key);
        }

        var now = time.GetUtcNow();
        var target = new ImportTarget(EntityId.New<RunId>(), directory, metadata.Time("created_at", now) ?? now, now);
        var (steps, badStep) = await new ImportStepReader(source, target).ReadAsync(cancellationToken);
        return steps is null
            ? Invalid(badStep!)
            : await WriteAsync(request, source, metadata, yaml ?? "", key, target, steps, cancellationToken);
    }

    private async Task<RunImportResult> WriteAsync(
        RunImportRequest request, ImportSource source, ImportDocument metadata, string yaml, string key, ImportTarget target, ImportedSteps steps, CancellationToken cancellationToken)
    {
        using var folder = TransferFolder.Create(options.RunsFolder, time);
        var staged = Path.Combine(folder.Path, key);
        if (await StageAsync(source, steps, target.Directory, staged, cancellationToken) is { } fault)
        {
            return Invalid(fault);
        }

        var import = Import(request, metadata, yaml, key, target, steps, staged);
        if (await store.ImportAsync(import, cancellationToken) is not { } written)
        {
            return Refused(key);
        }

        await FinishAsync(written.State);
        bus.Publish(new Notice.RunChanged(written.State.Run.Id, written.Events));
        if (audit is not null)
        {
            await audit.WriteAsync(AuditActions.RunImport, written.State.Run.Key, after: new { request.Trigger, written.State.Run.Status });
        }

        return new RunImportResult(written.State, Invalid: null, Refused: null, source.LeftOut);
    }

    private static RunImport Import(
        RunImportRequest request, ImportDocument metadata, string yaml, string key, ImportTarget target, ImportedSteps steps, string staged)
    {
        var workflow = metadata.Text("workflow_name") is { Length: <= 200 } name ? name : "imported";
        var repository = metadata.Ours.Text("repository") is { Length: <= 200 } known ? known : null;
        var imported = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(target.Directory)!)!, IRunImportStore.ImportedRepository);
        return new RunImport
        {
            Key = key,
            Workflow = workflow,
            Yaml = yaml,
            Repository = repository,
            ImportedFolder = imported,
            Steps = steps.Steps,
            Attempts = steps.Attempts,
            Events = [new RunEvent { RunId = target.Id, Message = $"Imported by {request.Actor}" }],
            PlaceFilesAsync = _ =>
            {
                Directory.Move(staged, target.Directory);
                PrivateFiles.CreateFolder(imported); // a repository's folder is looked at
                return Task.CompletedTask;
            },
            Create = place => Create(request, metadata, workflow, key, target, steps, place),
        };
    }

    private static Run Create(
        RunImportRequest request, ImportDocument metadata, string workflow, string key, ImportTarget target, ImportedSteps steps, RunImportPlace place)
    {
        var ours = metadata.Ours;
        var inputs = ours.Child("inputs") is { Values.Count: > 0 } own ? own : metadata.Child("inputs");
        var run = new Run
        {
            Id = target.Id,
            Key = key,
            WorkflowVersionId = place.Version.Id,
            Workflow = workflow,
            WorkflowVersion = (int)Math.Clamp(ours.Number("workflow_version") ?? place.Version.Number, 1, int.MaxValue),
            RepositoryId = place.Repository.Id,
            Repository = place.Repository.Name,
            OriginalPrompt = ours.Flag("has_prompt") is false ? null : metadata.Text("original_prompt"),
            Inputs = inputs.Values,
            Trigger = Enum.TryParse<RunTrigger>(ours.Text("trigger"), out var trigger) && Enum.IsDefined(trigger) ? trigger : request.Trigger,
            StartedBy = ours.Text("started_by") ?? request.Actor,
            Directory = target.Directory,
            TraceId = RandomNumberGenerator.GetHexString(32, lowercase: true),
            CreatedAt = target.Created,
        };
        var (status, reason) = ImportStatus.OfRun(metadata);
        var started = ours.Time("started_at", target.Now);
        if (started is not null || status == RunStatus.Completed)
        {
            run.MoveTo(RunStatus.Running, null, started ?? target.Created);
        }

        // What ended before it was exported says when; the rest ended with its last step.
        var last = steps.Steps.Max(step => step.EndedAt) ?? run.StartedAt ?? target.Created;
        run.MoveTo(status, reason, ours.Time("ended_at", target.Now) ?? last);
        run.CurrentStep = steps.Steps.Where(step => step.StartedAt is not null).MaxBy(step => step.EndedAt)?.StepId;
        run.CostUsd = ours.Money("cost_usd") ?? (steps.Attempts.Any(a => a.Usage?.CostUsd is not null) ? steps.Attempts.Sum(a => a.Usage?.CostUsd ?? 0) : null);
        return run;
    }

    private static async Task<string?> StageAsync(ImportSource source, ImportedSteps steps, string run, string staged, CancellationToken cancellationToken)
    {
        PrivateFiles.CreateFolder(staged);
        var left = ImportSource.MaxBytes;
        foreach (var (from, to) in steps.Copies)
        {
            // The limits again, on what is really there: the folder may have changed since it was looked at.
            var (file, fault, _) = source.Open(from, left);
            if (file is null)
            {
                return fault;
            }

            await using (file)
            {
                left -= file.Length;
                var path = Path.Combine(staged, to);
                PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
                await using var copy = PrivateFiles.Open(path, FileMode.CreateNew);
                await file.CopyToAsync(copy, cancellationToken);
            }
        }

        foreach (var attempt in steps.Attempts)
        {
            PrivateFiles.CreateFolder(Path.Combine(staged, Path.GetRelativePath(run, attempt.Directory), RunExportLayout.Outputs));
        }

        foreach (var (to, text) in steps.Texts)
        {
            PrivateFiles.CreateFolder(Path.GetDirectoryName(Path.Combine(staged, to))!);
            await PrivateFiles.WriteAsync(Path.Combine(staged, to), text, cancellationToken);
        }

        return null;
    }

    /// <summary>What follows from the rows. The run is there now: nobody's leaving stops this half way.</summary>
    private async Task FinishAsync(RunState state)
    {
        await RunDocuments.WriteRunAsync(state, CancellationToken.None);
        await RunDocuments.WriteSnapshotAsync(state, CancellationToken.None);
        foreach (var step in state.Steps)
        {
            foreach (var attempt in state.AttemptsOf(step))
            {
                await RunDocuments.WriteStepAsync(state.Run, step, attempt, CancellationToken.None);
                await PumpAsync(state.Run, attempt, LogStream.Stdout, RunExportLayout.Stdout);
                await PumpAsync(state.Run, attempt, LogStream.Stderr, RunExportLayout.Stderr);
            }
        }
    }

    private Task<LogPumpResult> PumpAsync(Run run, Attempt attempt, LogStream stream, string name) =>
        _pump.RunAsync(new LogSource(run.Id, run.Epoch, attempt.Id, stream, Path.Combine(attempt.Directory, name)), Task.CompletedTask, CancellationToken.None);

    private static RunImportResult Invalid(string sentence) => new(State: null, sentence, Refused: null, LeftOut: []);

    private static RunImportResult Refused(string key) =>
        new(State: null, Invalid: null, $"{key} is a run here already, or was: choose another key with --key", LeftOut: []);

    private static string Shown(string text) => string.Concat(text.Take(60).Select(letter => char.IsControl(letter) ? '?' : letter));

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex KeyPattern();
}
