using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Import;
using static Signalbox.Unit.Engine.Workflows.Import.ImportText;

namespace Signalbox.Unit.Engine.Workflows.Import.Orchestrators;

public sealed class OrchestratorImporterTests
{
    private const string Head = "agents: {w: {provider: openai, model: m}}\nworkflows:\n  - id: one\n    steps:\n";

    private static WorkflowDefinition Graph(string text) => WorkflowText(Accepted(text).Created[^1]);

    private static WorkflowDefinition WorkflowText(ImportedWorkflow created) => WorkflowParser.Parse(created.Yaml, created.Slug).Definition!;

    [Fact]
    public void Import_Orchestrator_GivesAgentsAndWorkflows()
    {
        var result = Accepted(DialectSamples.Orchestrator);

        Assert.Equal(ImportDialect.Orchestrator, result.Dialect);
        Assert.Equal([("router", true), ("worker", false), ("judge", false)], result.Agents.Select(a => (a.Id, a.IsCoordinator)));
        Assert.Equal(["plain", "reviewed"], result.Created.Select(c => c.Slug));
        Assert.Equal(WorkflowType.Simple, WorkflowText(result.Created[0]).Type);
    }

    [Fact]
    public void Import_Review_ApprovesForwardAndRejectsBack()
    {
        var workflow = Graph(DialectSamples.Orchestrator);

        Assert.Equal(WorkflowType.Graph, workflow.Type);
        Assert.Equal(["review"], workflow.Steps[0].Next.Select(n => n.To));
        Assert.Equal(["publish", "draft"], workflow.Steps[1].Next.Select(n => n.To));
        Assert.Equal(
            "startsWith(steps.review.outputs.decision, 'approve') || startsWith(steps.review.outputs.decision, 'Approve') || startsWith(steps.review.outputs.decision, 'APPROVE')",
            workflow.Steps[1].Next[0].When?.Text);
        Assert.Null(workflow.Steps[1].Next[1].When);
        Assert.Equal([(string?)null], workflow.Steps[2].Next.Select(n => n.To));
        Assert.Equal([8, 8, 10], workflow.Steps.Select(s => s.MaxVisits));
    }

    [Fact]
    public void Import_Limits_AreInheritedAndCut()
    {
        var workflow = Graph(DialectSamples.Orchestrator);

        Assert.Equal(TimeSpan.FromMinutes(120), workflow.Limits.MaxDuration);
        Assert.Equal([3600, 3600, 60], workflow.Steps.Select(s => s.Timeout.TotalSeconds));
        Assert.Equal([3, 5, 3], workflow.Steps.Select(s => s.Retry.MaxAttempts));
    }

    [Fact]
    public void Import_NoLimits_HasTheDefaults()
    {
        var workflow = Graph(Head + "      - {id: a, type: agent_task, agent: w, prompt: x}\n");

        Assert.Equal(TimeSpan.FromHours(1), workflow.Limits.MaxDuration);
        Assert.Equal((900d, 3), (workflow.Steps[0].Timeout.TotalSeconds, workflow.Steps[0].Retry.MaxAttempts));
    }

    [Fact]
    public void Import_Outputs_EveryStepHasASummaryAndFilesAreApart()
    {
        var workflow = Graph(DialectSamples.Orchestrator);

        Assert.Equal([("summary", "work/summary.txt", false), ("plan", "work/plan.md", true)], workflow.Steps[0].Outputs.Select(o => (o.Name, o.Source!, o.Optional)));
        Assert.Equal(["review/decision__review.txt", "review/feedback.txt", null], workflow.Steps[1].Outputs.Select(o => o.Source));
        Assert.Equal("summary", workflow.Steps[2].Outputs[^1].Name);
    }

    [Fact]
    public void Import_Prompts_NamesBecomeOursOrText()
    {
        var workflow = Graph(DialectSamples.Orchestrator);

        Assert.Equal("Do {{inputs.user_prompt}} in . after {{default steps.review.outputs.feedback \"\"}}\nWrite work/plan.md for {{run.id}}\nWrite outputs exactly to:\nsummary -> work/summary.txt\n", workflow.Steps[0].Prompt);
        Assert.Contains("\"required\":[\"decision\",\"feedback\",\"summary\"]", workflow.Steps[1].Prompt, StringComparison.Ordinal);
        Assert.Equal([("user_prompt", true)], workflow.Inputs.Select(i => (i.Name, i.Required)));
    }

    [Fact]
    public void Import_Orchestrator_EachChangeIsSaidWithItsLine() =>
        Assert.Equal(
            [
                "2:1 'selector_agent' of the orchestrator means nothing to a workflow here; it is kept as 'metadata.orchestrator.selector_agent'.",
                "18:29 8 iterations of a whole run become at most 8 visits of each step that a loop can come back to.",
                "43:20 The review 'review' approves with 'approve', 'Approve' or 'APPROVE'; every other decision counts as a rejection.",
                "51:15 The step 'publish' goes on to 'done', and there is no step of that name; it ends the run.",
                "55:33 7200 s for a step become 3600 s, the most that is allowed.",
            ],
            Warnings(Accepted(DialectSamples.Orchestrator)));

    [Theory]
    [InlineData("      - {id: a, agent: w, prompt: x, next: nowhere}\n", "5:44 unknown-step The step 'a' goes on to 'nowhere', and there is no such step; the steps are: a.")]
    [InlineData("      - {id: a, agent: v, prompt: x}\n", "5:24 unknown-agent There is no agent 'v'; did you mean 'w'?")]
    [InlineData("      - {id: a, type: shell, agent: w, prompt: x}\n", "5:23 not-mappable 'shell' is not a type of step that can be imported; there are agent_task and agent_review.")]
    [InlineData("      - {id: a, agent: w, prompt: x, outputs: [o], output_files: {o: ../o}}\n", "5:70 output-path The file '../o' does not stay under the attempt's folder.")]
    [InlineData("      - {id: a, agent: w, prompt: x, outputs: [o], output_files: {p: o.txt}}\n", "5:67 unknown-output The step 'a' has a file for 'p', which is none of its outputs; did you mean 'o'?")]
    [InlineData("      - {id: a, agent: w, prompt: '{{state.b_c}}'}\n", "5:36 not-mappable The state 'b_c' is no step's output; it is written as STEP_OUTPUT.")]
    [InlineData("      - {id: a, agent: w, prompt: '{{workflow.attempt}}'}\n", "5:36 not-mappable 'workflow.attempt' has no counterpart here; names are inputs.NAME, steps.ID.outputs.NAME, state.ID_NAME and some of 'workflow'.")]
    [InlineData("      - {id: a, agent: w, prompt: '{{inputs.x}}'}\n", "5:36 unknown-name The workflow has no input 'x'.")]
    [InlineData("      - {id: a, type: agent_review, agent: w, prompt: x, outputs: [decision]}\n", "5:9 missing-key The step 'a' needs 'on_reject'.")]
    [InlineData("      - {id: a, type: agent_review, agent: w, prompt: x, on_reject: a}\n", "5:9 missing-key The step 'a' is a review and needs the output 'decision'.")]
    public void Import_WhatCannotBeSaidHere_RefusesTheFileWithItsLine(string steps, string fault) => Assert.Equal(fault, Refused(Head + steps));
}
