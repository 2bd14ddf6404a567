using System.Text;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs;

/// <summary>What a step's templates can name (design/workflow-format.md, Templates): dictionaries, lists, strings, numbers and booleans only.</summary>
internal static class StepModel
{
    /// <summary>Bytes of a file output that a prompt carries; a larger one is named by its path.</summary>
    private const int FileCap = 64 * 1024;

    public static async Task<Dictionary<string, object?>> BuildAsync(RunState state, WorkflowDefinition workflow, CancellationToken cancellationToken)
    {
        var steps = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var other in state.Steps)
        {
            var outputs = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (var output in workflow.Step(other.StepId).Outputs)
            {
                // A declared output that is not there is null: the template's names are checked against the model.
                var value = other.Outputs.GetValueOrDefault(output.Name);
                outputs[output.Name] = output.Type == OutputType.File && value is string path ? await ReadAsync(state.Run, path, cancellationToken) : value;
            }

            steps[other.StepId] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["status"] = other.Status.ToString(), ["outputs"] = outputs };
        }

        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["inputs"] = state.Run.Inputs,
            ["steps"] = steps,
            ["run"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = state.Run.Id.Value, ["key"] = state.Run.Key, ["prompt"] = state.Run.OriginalPrompt ?? "" },
            ["repository"] = state.Run.Repository,
        };
    }

    private static async Task<string> ReadAsync(Run run, string relative, CancellationToken cancellationToken)
    {
        var path = Path.Combine(run.Directory, relative);
        var size = new FileInfo(path).Length;
        return size > FileCap
            ? $"(the file {path} has {size} bytes and is not shown here; read it from there)"
            : Encoding.UTF8.GetString(await File.ReadAllBytesAsync(path, cancellationToken));
    }
}
