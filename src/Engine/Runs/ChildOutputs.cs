using Signalbox.Engine.Files;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs;

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
            if (value is null && !output.Optional)
            {
                faults.Add($"output '{output.Name}': {child.Run.Key} has no '{output.Source ?? output.Name}'");
            }

            outputs[output.Name] = output.Type == OutputType.File && value is string relative ? Copy(parent, step, child.Run, output.Name, relative) : value;
        }

        return (outputs, faults.Count == 0 ? null : string.Join("; ", faults));
    }

    private static string Copy(Run parent, StepRun step, Run child, string name, string relative)
    {
        var folder = Path.Combine(RunFolder.Step(parent, step), "outputs");
        PrivateFiles.CreateFolder(folder);
        var target = Path.Combine(folder, name);
        File.Copy(Path.Combine(child.Directory, relative), target, overwrite: true);
        return RunFolder.Relative(parent, target);
    }
}
