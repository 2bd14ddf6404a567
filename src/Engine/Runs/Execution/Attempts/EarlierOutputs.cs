using System.Globalization;
using System.Text.Json;
using Signalbox.Engine.Files;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>
/// Tells an output file that an attempt wrote from one that an earlier attempt or visit of the same step left in the workspace. Nothing is taken away
/// beforehand: a step may be there to update a file. What it did not touch since its attempt began is not its output.
/// </summary>
internal static class EarlierOutputs
{
    private const string FileName = "outputs-before.json";

    /// <summary>Remembers in the attempt's folder how the files look now, when this is not the step's first attempt in the run.</summary>
    /// <returns>The files that are there, as the workflow names them.</returns>
    public static async Task<IReadOnlyList<string>> RememberAsync(RunState state, StepDefinition step, StepRun stepRun, Attempt attempt, CancellationToken cancellationToken)
    {
        var files = step.Outputs.Where(o => o.Type == OutputType.File).Select(o => o.Source!).Distinct(StringComparer.Ordinal).ToList();
        if (files.Count == 0 || state.WorkspaceOf(stepRun) is not { } workspace || !state.Attempts.Any(a => a.Id != attempt.Id && !AttemptFollowUp.IsNeverStarted(a) && IsOf(a, state, stepRun)))
        {
            return [];
        }

        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (Print(workspace.Path, file) is { } print)
            {
                seen[file] = print;
            }
        }

        if (seen.Count > 0)
        {
            await PrivateFiles.WriteAsync(Path.Combine(attempt.Directory, FileName), JsonSerializer.Serialize(seen), cancellationToken);
        }

        return [.. seen.Keys];
    }

    /// <summary>Whether the file is as the attempt found it. An answer that was given before is good with the files of that time.</summary>
    public static bool IsUntouched(Attempt attempt, string workspace, OutputDefinition output) =>
        attempt.CachedAt is null && Read(attempt).TryGetValue(output.Source!, out var before) && string.Equals(before, Print(workspace, output.Source!), StringComparison.Ordinal);

    /// <summary>Why an untouched file is none.</summary>
    public static string Fault(OutputDefinition output) => $"'{output.Source}' is as an earlier attempt left it: this one did not write it";

    /// <summary>What an agent is told of the files, so that it does not take them for done; empty when there are none.</summary>
    public static string Brief(IReadOnlyList<string> files) =>
        files.Count == 0 ? "" : $"\n\nLeft by an earlier attempt: {string.Join(", ", files)}. Write {(files.Count == 1 ? "it" : "each of them")} anew, even where nothing in it changes.";

    private static bool IsOf(Attempt attempt, RunState state, StepRun step) =>
        attempt.StepRunId == step.Id || state.Steps.Any(s => s.Id == attempt.StepRunId && string.Equals(s.StepId, step.StepId, StringComparison.Ordinal));

    /// <summary>Length and time of the last change; null when there is no such file.</summary>
    private static string? Print(string workspace, string file)
    {
        try
        {
            var info = new FileInfo(Path.Combine(workspace, file));
            return info.Exists ? string.Create(CultureInfo.InvariantCulture, $"{info.Length}:{info.LastWriteTimeUtc.Ticks}") : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static Dictionary<string, string> Read(Attempt attempt)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(attempt.Directory, FileName))) ?? [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }
}
