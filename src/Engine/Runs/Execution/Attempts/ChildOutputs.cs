using Signalbox.Engine.Files;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>What a child run gives its parent: its key, its status, and the declared outputs, whose source is <c>step.output</c>.</summary>
internal static class ChildOutputs
{
    public static async Task<(IReadOnlyDictionary<string, object?> Outputs, string? Fault)> CollectAsync(
        Run parent, StepRun step, StepDefinition definition, IRunStore store, CancellationToken cancellationToken)
    {
        var child = await store.LoadAsync(step.ChildRunId!.Value, cancellationToken) ?? throw new InvalidOperationException($"the child run {step.ChildRunId} is gone");
        var outputs = new Dictionary<string, object?>(StringComparer.Ordinal) { ["run"] = child.Run.Key, ["status"] = child.Run.Status.ToString() };
        List<string> faults = [];
        foreach (var output in definition.Outputs)
        {
            var source = (output.Source ?? output.Name).Split('.', 2);
            var value = source.Length == 2 ? child.Latest(source[0])?.Outputs.GetValueOrDefault(source[1]) : null;
            string? fault = null;
            if (output.Type == OutputType.File && value is string relative)
            {
                (value, fault) = await CopyAsync(parent, step, child.Run, output.Name, relative, cancellationToken);
            }

            if (value is null && !output.Optional)
            {
                faults.Add($"output '{output.Name}': {fault ?? $"{child.Run.Key} has no '{output.Source ?? output.Name}'"}");
            }

            outputs[output.Name] = value;
        }

        return (outputs, faults.Count == 0 ? null : string.Join("; ", faults));
    }

    private static async Task<(string? Path, string? Fault)> CopyAsync(Run parent, StepRun step, Run child, string name, string relative, CancellationToken cancellationToken)
    {
        // The child's agents could write there.
        var (file, fault, _) = UntrustedFile.Open(child.Directory, relative, OutputCollector.MaxFileBytes, UntrustedLinks.Refused);
        if (file is null)
        {
            return (null, $"of {child.Key}: {fault}");
        }

        await using var source = file;
        var folder = Path.Combine(RunFolder.Step(parent, step), "outputs");
        PrivateFiles.CreateFolder(folder);
        var target = Path.Combine(folder, name);
        File.Delete(target);
        await using var copy = PrivateFiles.Open(target, FileMode.CreateNew);
        await source.CopyToAsync(copy, cancellationToken);
        return (RunFolder.Relative(parent, target), null);
    }
}
