using System.Text.Json;
using Microsoft.Extensions.Logging;
using Signalbox.Engine.Files;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs.Records;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>
/// Makes the files that other programs read (<c>metadata.json</c>, <c>result.json</c>) say what the rows say. They are written after the commit, so a server
/// that dies between the two, or a full disk, leaves them behind; the rows are the truth.
/// </summary>
public sealed class DocumentRepair(IRunStore store, ActiveRuns active, RunLimits limits, ILogger<DocumentRepair> log, ServerNode? node = null)
{
    /// <summary>Bytes of a document that is looked at; none that we write is as large.</summary>
    private const long MaxBytes = 16 * 1024 * 1024;

    /// <summary>Ended runs that are looked at after a start, at least. Only a run that was held when the last server died can be behind, and those end last.</summary>
    private const int Fewest = 64;

    private bool _hasLooked;

    /// <summary>At its first call after a start: the runs that ended last. From then on: those whose documents could not be written, when they have ended.</summary>
    /// <returns>Documents that were written.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        IReadOnlyCollection<RunId> runs = active.Behind;
        if (!_hasLooked)
        {
            runs = [.. runs.Union(await store.ListLatestEndedAsync(Math.Max(Fewest, 2 * limits.MaxRuns), cancellationToken))];
            _hasLooked = true;
        }

        var written = 0;
        foreach (var id in runs)
        {
            written += await TryAsync(id, cancellationToken);
        }

        if (written > 0)
        {
            log.DocumentsRepaired(written);
        }

        return written;
    }

    /// <summary>Writes what is missing or says something else than this state. Nobody else may write the documents of the run meanwhile.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal static async Task<int> RepairAsync(RunState state, CancellationToken cancellationToken)
    {
        var written = 0;
        var attempts = state.Attempts.ToLookup(a => a.StepRunId);
        foreach (var step in state.Steps)
        {
            var last = attempts[step.Id].MaxBy(a => a.Number);
            if (last is not null && last.Status != AttemptStatus.Running && RunFolder.Holds(state.Run, last) && Directory.Exists(last.Directory) && !await SaysAsync(state.Run, step, last, cancellationToken))
            {
                await RunDocuments.WriteStepAsync(state.Run, step, last, cancellationToken);
                written++;
            }
        }

        using var metadata = await ReadAsync(RunFolder.Metadata(state.Run), cancellationToken);
        if (!string.Equals(Text(metadata, "status"), state.Run.Status.ToString(), StringComparison.Ordinal) || !string.Equals(Text(metadata, "id"), state.Run.Id.Value, StringComparison.Ordinal))
        {
            await RunDocuments.WriteRunAsync(state, cancellationToken);
            written++;
        }

        return written;
    }

    private static async Task<bool> SaysAsync(Run run, StepRun step, Attempt attempt, CancellationToken cancellationToken)
    {
        const string Name = "result.json";
        var folder = RunFolder.Step(run, step);
        var link = new FileInfo(Path.Combine(folder, Name)).LinkTarget;
        if (!string.Equals(link, Path.Combine(Path.GetRelativePath(folder, attempt.Directory), Name), StringComparison.Ordinal))
        {
            return false;
        }

        using var result = await ReadAsync(Path.Combine(attempt.Directory, Name), cancellationToken);
        return string.Equals(Text(result, "attempt_id"), attempt.Id.Value, StringComparison.Ordinal)
            && string.Equals(Text(result, "outcome"), attempt.Status.ToString(), StringComparison.Ordinal)
            && string.Equals(Text(result, "status"), step.Status.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A document; null when there is none that can be read.</summary>
    private static async Task<JsonDocument?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        // Agents could have put anything in its place.
        await using var file = UntrustedFile.Open(Path.GetDirectoryName(path)!, Path.GetFileName(path), MaxBytes, UntrustedLinks.Refused).File;
        try
        {
            return file is null ? null : await JsonDocument.ParseAsync(file, cancellationToken: cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What our own part of a document says.</summary>
    private static string? Text(JsonDocument? document, string name) =>
        document?.RootElement is { ValueKind: JsonValueKind.Object } root
        && root.TryGetProperty("signalbox", out var ours) && ours.ValueKind == JsonValueKind.Object
        && ours.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private async Task<int> TryAsync(RunId id, CancellationToken cancellationToken)
    {
        var state = await store.LoadAsync(id, cancellationToken);
        if (node?.IsOther(state?.Run.Home) == true)
        {
            // Its files are another node's, which looks after them.
            return 0;
        }

        if (state is { Run.HasEnded: false })
        {
            // Whoever holds it writes them, and it is looked at again when it has ended.
            return 0;
        }

        var written = 0;
        for (RunState? before = null; state is not null && !IsSame(state.Run, before?.Run); state = await store.LoadAsync(id, cancellationToken))
        {
            // Once more when it was taken up again meanwhile: then what was written is old.
            before = state;
            try
            {
                // A run that never began has no folder.
                written += state.Run.StartedAt is null ? 0 : await RepairAsync(state, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Each sweep tries again, and says so once.
                if (active.IsBehind(id))
                {
                    log.DocumentNotWritten(exception, state.Run.Key);
                }

                return written;
            }
        }

        active.IsUpToDate(id);
        return written;
    }

    private static bool IsSame(Run run, Run? before) => run.Epoch == before?.Epoch && run.Status == before.Status;
}
