using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Binding;
using Signalbox.Engine.Workflows.Templates;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>What a step's work belongs to: its <c>feature</c>, else the workflow.</summary>
internal static class StepFeature
{
    /// <summary>The feature's id, or why there is none.</summary>
    public static (string? Id, string? Fault) Of(StepDefinition step, WorkflowDefinition workflow, Run run)
    {
        if (step.Feature is not { } template)
        {
            return (run.Workflow, null);
        }

        var rendered = PromptTemplate.Render(template, StartModel.Of(workflow, run.Inputs, run.Repository, run.OriginalPrompt));
        return rendered.Text is not { } text ? (null, $"feature: {rendered.Fault!.Message}")
            : NameRule.Feature.IsMatch(text) ? (text, null)
            : (null, $"feature: {Wording.Quote(text)} is no id of a feature: {NameRule.Feature.Allowed}");
    }

    /// <summary>The same; of a step that cannot begin for its feature, the workflow.</summary>
    public static string OrWorkflow(StepDefinition step, WorkflowDefinition workflow, Run run) => Of(step, workflow, run).Id ?? run.Workflow;
}
