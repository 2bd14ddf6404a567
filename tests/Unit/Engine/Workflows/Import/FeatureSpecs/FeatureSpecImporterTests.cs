using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Import;
using static Signalbox.Unit.Engine.Workflows.Import.ImportText;

namespace Signalbox.Unit.Engine.Workflows.Import.FeatureSpecs;

public sealed class FeatureSpecImporterTests
{
    private const string Head = "version: '1.0'\nfeature: {id: f-1, name: F}\ntasks:\n  dev:\n";

    [Fact]
    public void Import_FeatureSpec_EachTaskIsAStepThatIsRepeatedUntilDone()
    {
        var result = Accepted(DialectSamples.FeatureSpec);
        var workflow = One(DialectSamples.FeatureSpec);

        Assert.Equal(ImportDialect.FeatureSpec, result.Dialect);
        Assert.Equal(("notes-2026", "Notes"), (workflow.Name, workflow.Title));
        Assert.Equal(["be-001", "be-002", "qa-001"], workflow.Steps.Select(s => s.Id));
        Assert.Equal([[], ["be-001"], ["be-002"]], workflow.Steps.Select(s => s.Needs));
        Assert.Equal([new IterateDefinition(5, IterateUntil.DoneWhen), new IterateDefinition(10, IterateUntil.DoneWhen), null], workflow.Steps.Select(s => s.Iterate));
        Assert.Equal(["Tests pass", "Files exist"], workflow.Steps[0].AcceptanceCriteria);
        Assert.Equal("All is there", workflow.Steps[0].DoneWhen);
        Assert.All(workflow.Steps, s => Assert.Equal("notes-2026", s.Feature));
        Assert.Equal([null, null, "integration"], workflow.Steps.Select(s => s.TaskType));
        Assert.Contains("Reference: FR-1\nKeep notes\nNotes survive\n", workflow.Steps[0].Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_FeatureSpec_WhatIsNoTaskIsKeptAndSaid()
    {
        Assert.Equal(
            [
                "1:1 A feature spec names no agents; its tasks are given to 'claude'.",
                "5:3 'priority' of the feature means nothing to a workflow here; it is kept as 'metadata.feature.priority'.",
                "6:1 'objective' of the feature spec is no part of a workflow; it is kept as 'metadata.objective'.",
                "8:1 'requirements' of the feature spec is no part of a workflow; it is kept as 'metadata.requirements'.",
                "26:11 The task 'QA-001' does not say when it is done; it is done once.",
            ],
            Warnings(Accepted(DialectSamples.FeatureSpec)));
    }

    [Fact]
    public void Import_Dependencies_DecideTheOrder() =>
        Assert.Equal(
            [[], [], ["b", "a"]],
            One(Head + "    - {id: a, title: A, done_when: x}\n    - {id: b, title: B, done_when: x, dependencies: []}\n    - {id: c, title: C, done_when: x, dependencies: [b, a]}\n").Steps.Select(s => s.Needs));

    [Fact]
    public void Import_FeatureWithAnIdThatNoneHasHere_BelongsToTheWorkflowAndThatIsSaid()
    {
        const string Spec = "version: '1.0'\nfeature: {id: 'My feature!', name: F}\ntasks:\n  dev:\n    - {id: a, title: A, done_when: x}\n";

        Assert.Equal("my-feature", Assert.Single(One(Spec).Steps).Feature);
        Assert.Contains(
            "2:10 'My feature!' is no id of a feature here (a letter or digit, then letters, digits, '.', '_' and '-', at most 100); its steps belong to 'my-feature'.",
            Warnings(Accepted(Spec)));
    }

    [Fact]
    public void Import_CommandsOfARequirement_AreProvedByTheLastTaskThatRefersToIt()
    {
        const string Requirement = "requirements:\n  functional:\n    - {id: FR-1, title: R, acceptance_criteria: [All is well, '`make all`', '`make test`']}\n";
        var steps = One(Requirement + Head + "    - {id: a, title: A, reference: FR-1, done_when: x}\n    - {id: b, title: B, reference: FR-1, acceptance_criteria: ['`make test` passes']}\n    - {id: c, title: C, done_when: x}\n").Steps;

        Assert.Equal([null, "make test\nmake all", null], steps.Select(s => s.Verify?.Run));
        Assert.Equal(["`make test` passes", "`make all`", "`make test`"], steps[1].AcceptanceCriteria);
        Assert.Equal(new IterateDefinition(10, IterateUntil.Verify), steps[1].Iterate);
    }

    [Theory]
    [InlineData("    - {id: a, title: A, max_iterations: 21}\n", "5:41 out-of-range 'max_iterations' of the task 'a' is a whole number from 1 to 20; this is the number 21.")]
    [InlineData("    - {id: a, title: A, methodology: XP}\n", "5:38 not-allowed 'XP' is not a methodology; the methodologies are: TDD, BDD, standard.")]
    [InlineData("    - {id: a, title: A, dependencies: [z]}\n", "5:40 unknown-step There is no task 'z', which the task 'a' depends on; did you mean 'a'?")]
    [InlineData("    - {id: a, title: A}\n    - {id: a, title: B}\n", "6:12 duplicate-name Two tasks have the id 'a'.")]
    [InlineData("    - {id: a}\n", "5:7 missing-key The task 'a' needs 'title'.")]
    [InlineData("    []\n", "1:1 no-steps The feature spec has no tasks.")]
    public void Import_WhatTheSpecForbids_IsRefusedWithItsLine(string tasks, string fault) => Assert.Equal(fault, Refused(Head + tasks));
}
