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

        var rendered = PromptTemplate.Render(template, new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["inputs"] = workflow.Inputs.Where(i => i.Type != InputType.Secret).ToDictionary(i => i.Name, i => inputs.GetValueOrDefault(i.Name), StringComparer.Ordinal),
            ["repository"] = repository,
            ["run"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["prompt"] = prompt ?? "" },
        });
        return rendered.Text is not { } text ? (null, $"concurrency.group: {rendered.Fault!.Message}")
            : text.Length is 0 or > MaxLength ? (null, $"concurrency.group: the name has {text.Length} characters; 1 to {MaxLength} are allowed")
            : (text, null);
    }
}
