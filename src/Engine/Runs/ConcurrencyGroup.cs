using Signalbox.Engine.Runs.Execution;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Templates;

namespace Signalbox.Engine.Runs;

/// <summary>Renders the name of a run's concurrency group.</summary>
internal static class ConcurrencyGroup
{
    private const int MaxLength = 200;

    /// <summary>The name, null when the workflow has no group; or the fault.</summary>
    public static (string? Name, string? Fault) Of(WorkflowDefinition workflow, IReadOnlyDictionary<string, object?> inputs, string repository, string? prompt)
    {
        if (workflow.Concurrency.Group is not { } template)
        {
            return (null, null);
        }

        var rendered = PromptTemplate.Render(template, StartModel.Of(workflow, inputs, repository, prompt));
        return rendered.Text is not { } text ? (null, $"concurrency.group: {rendered.Fault!.Message}")
            : text.Length is 0 or > MaxLength ? (null, $"concurrency.group: the name has {text.Length} characters; 1 to {MaxLength} are allowed")
            : (text, null);
    }
}
