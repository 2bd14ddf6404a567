using Signalbox.Engine.Agents;
using Signalbox.Engine.Files;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>Collects a step's declared outputs after its agent succeeded. A missing one fails the attempt, naming it (design/engine.md, Outcome and evidence).</summary>
internal static class OutputCollector
{
    /// <summary>Bytes an output file may have: 64 MiB.</summary>
    public const long MaxFileBytes = 64L * 1024 * 1024;

    /// <summary>Characters a string output may have.</summary>
    public const int MaxTextLength = 64 * 1024;

    /// <summary>The outputs by name, or every fault in one sentence.</summary>
    public static async Task<(IReadOnlyDictionary<string, object?> Outputs, string? Fault)> CollectAsync(
        Run run, StepDefinition step, Attempt attempt, AgentResult result, string workspace, CancellationToken cancellationToken)
    {
        var outputs = new Dictionary<string, object?>(StringComparer.Ordinal);
        List<string> faults = [];
        foreach (var output in step.Outputs)
        {
            var (value, fault, missing) = output.Type == OutputType.File
                ? EarlierOutputs.IsUntouched(attempt, workspace, output) ? (null, EarlierOutputs.Fault(output), true) : await CopyAsync(run, attempt, output, workspace, cancellationToken)
                : Text(output, result);
            if (fault is null)
            {
                outputs[output.Name] = value;
            }
            else if (!(missing && output.Optional))
            {
                faults.Add($"output '{output.Name}': {fault}");
            }
        }

        return (outputs, faults.Count == 0 ? null : string.Join("; ", faults));
    }

    private static async Task<(string? Value, string? Fault, bool Missing)> CopyAsync(
        Run run, Attempt attempt, OutputDefinition output, string workspace, CancellationToken cancellationToken)
    {
        var (file, fault, missing) = UntrustedFile.Open(workspace, output.Source!, MaxFileBytes, UntrustedLinks.Inside);
        if (file is null)
        {
            return (null, fault, missing);
        }

        await using (file)
        {
            var target = Path.Combine(attempt.Directory, "outputs", output.Source!);
            try
            {
                // The agent could have put a link in the way: what it left is taken away, never followed.
                for (var folder = Path.GetDirectoryName(target)!; folder.Length > attempt.Directory.Length; folder = Path.GetDirectoryName(folder)!)
                {
                    if (new FileInfo(folder).LinkTarget is not null)
                    {
                        File.Delete(folder);
                    }
                }

                PrivateFiles.CreateFolder(Path.GetDirectoryName(target)!);
                File.Delete(target);
                await using var copy = PrivateFiles.Open(target, FileMode.CreateNew);
                await file.CopyToAsync(copy, cancellationToken);
                return (RunFolder.Relative(run, target), null, false);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return (null, $"'{output.Source}' cannot be kept: {exception.Message}", false);
            }
        }
    }

    /// <summary>The value of a string output: a key of the agent's JSON keeps its kind, so that a condition can compare a boolean with a boolean.</summary>
    private static (object? Value, string? Fault, bool Missing) Text(OutputDefinition output, AgentResult result)
    {
        object? value;
        if (output.Source is null || (output.OrFinalText && result.Structured?.ContainsKey(output.Source) != true))
        {
            value = result.OutputText;
            if (value is null)
            {
                return (null, "the agent ended without a final text", true);
            }
        }
        else if (result.Structured is null)
        {
            return (null, $"the agent did not end with a JSON object, so there is no key '{output.Source}'", true);
        }
        else if (!result.Structured.TryGetValue(output.Source, out value))
        {
            var keys = result.Structured.Count == 0 ? "none" : string.Join(", ", result.Structured.Keys.Take(20));
            return (null, $"the agent's final JSON has no key '{output.Source}' (it has: {keys})", true);
        }
        var length = (value as string ?? PlainValue.ToJson(value)).Length;
        return length > MaxTextLength
            ? (null, $"it has {length} characters; a string output has at most {MaxTextLength}, use a file output", false)
            : (value, null, false);
    }
}
