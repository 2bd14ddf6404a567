using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Import;
using static Signalbox.Unit.Engine.Workflows.Import.ImportText;

namespace Signalbox.Unit.Engine.Workflows.Import.Plans;

public sealed class PlanImporterTests
{
    private static ImportOptions With(params (string Name, string Value)[] values) =>
        new() { Variables = values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal) };

    private static string[] Needs(string text, ImportOptions? options = null) => [.. One(text, options).Steps.Select(s => $"{s.Id}: {string.Join(' ', s.Needs)}".TrimEnd())];

    [Fact]
    public void Import_Plan_PositionDecidesTheOrderAndGroupsRunInParallel()
    {
        var result = Accepted(DialectSamples.Plan);
        var workflow = One(DialectSamples.Plan);

        Assert.Equal(ImportDialect.Plan, result.Dialect);
        Assert.Equal("old", workflow.Name);
        Assert.Equal(["prepare: ", "one-provider: prepare", "other-provider: prepare", "join: one-provider other-provider", "protect: join"], Needs(DialectSamples.Plan).Select(n => n.EndsWith(':') ? n + " " : n));
        Assert.Equal("Prepare\n\nInstall it\n\nThe approach of the whole plan: Use a library\n\nFiles that are likely affected:\n- package.json\n", workflow.Steps[0].Prompt);
        Assert.All(workflow.Steps, s => Assert.Equal("claude", s.Agent));
    }

    [Fact]
    public void Import_Plan_ExtraKeysSurviveWithAWarningEach()
    {
        var warnings = Warnings(Accepted(DialectSamples.Plan));

        Assert.Equal(
            [
                "1:1 The plan names no agents; its tasks are given to 'claude'.",
                "7:6 'estimated_complexity' of the task 'Prepare' means nothing to a workflow here; it is kept as 'metadata.steps.prepare.estimated_complexity'.",
                "7:40 'files_likely_affected' of the task 'Prepare' means nothing to a workflow here; it is kept as 'metadata.steps.prepare.files_likely_affected'.",
                "12:3 'risks' of the plan means nothing to a workflow here; it is kept as 'metadata.risks'.",
            ],
            warnings);
        var metadata = PlainValue.ToJson(One(DialectSamples.Plan).Metadata);
        Assert.Contains("\"risks\":[\"Later\"]", metadata, StringComparison.Ordinal);
        Assert.Contains("\"parallel_group\":\"providers\"", metadata, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tasks: [{name: A}, {name: B}, {name: C}]", "a:|b: a|c: b")]
    [InlineData("tasks: [{name: A}, {name: B, parallel_group: g}, {name: C, parallel_group: g}, {name: D}]", "a:|b: a|c: a|d: b c")]
    [InlineData("tasks: [{name: B, sequence: 2}, {name: A, sequence: 1}, {name: C, sequence: 2}, {name: D, sequence: 3}]", "a:|b: a|c: a|d: b c")]
    [InlineData("tasks: [{name: A}, {name: B, depends_on: [A]}, {name: C}]", "a:|b: a|c:")]
    [InlineData("tasks: [{name: A, blocks: [C]}, {name: B}, {name: C}]", "a:|b:|c: a")]
    [InlineData("tasks: [{name: A}, {name: B, depends_on: [{task: A, type: informs}]}, {name: C, depends_on: [{task: A, type: blocks}]}]", "a:|b:|c: a")]
    public void Import_Dependencies_BecomeNeeds(string text, string needs) => Assert.Equal(needs.Split('|'), Needs(text));

    [Fact]
    public void Import_Informs_IsAWishAndNoWait()
    {
        var workflow = One("tasks: [{name: A, informs: [C]}, {name: B, depends_on: [{task: A, type: informs}]}, {name: C, depends_on: []}]");

        Assert.Equal(["b", "c"], workflow.Steps[0].Informs.Order(StringComparer.Ordinal));
        Assert.All(workflow.Steps, s => Assert.Empty(s.Needs));
    }

    [Fact]
    public void Import_RepositoryAndRole_GoToTheStep()
    {
        var workflow = One("tasks: [{name: A, repository: web, role: backend, capabilities: [dotnet]}, {name: B, repository: web, agent: codex}]");

        Assert.Equal(["web", "web"], workflow.Steps.Select(s => s.Repository));
        Assert.Equal([StepDefinition.AnyWorker, "codex"], workflow.Steps.Select(s => s.Agent));
        Assert.Equal(("backend", "dotnet"), (workflow.Steps[0].Role, Assert.Single(workflow.Steps[0].Capabilities)));
    }

    [Fact]
    public void Import_SeveralRepositories_EachTaskNamesItsOwn() =>
        Assert.Equal("1:44 missing-key The plan works in several repositories (web, api), so the task 'B' needs a 'repository'.", Refused("tasks: [{name: A, repository: web}, {name: B}, {name: C, repository: api}]"));

    [Theory]
    [InlineData("tasks:\n  - {name: A}\n  - {name: A}\n", "3:12 duplicate-name Two tasks are called 'A'.")]
    [InlineData("tasks:\n  - {name: Build}\n  - {name: B, depends_on: [Biuld]}\n", "3:28 unknown-step There is no task 'Biuld', which the task 'B' names; did you mean 'Build'?")]
    [InlineData("tasks:\n  - {name: A, depends_on: [A]}\n", "2:28 needs-cycle The task 'A' depends on itself.")]
    [InlineData("tasks:\n  - {name: A, depends_on: [C]}\n  - {name: B, depends_on: [A]}\n  - {name: C, blocks: [], depends_on: [B]}\n", "2:12 needs-cycle These tasks wait for each other and would never start: 'A' -> 'C' -> 'B' -> 'A'.")]
    [InlineData("tasks:\n  - {name: A}\n  - {name: B, depends_on: [{task: A, type: loves}]}\n", "3:44 not-mappable 'loves' is not a kind of dependency; there are blocks (waits) and informs (does not).")]
    [InlineData("tasks: []\n", "1:8 no-steps The plan has no tasks.")]
    [InlineData("tasks:\n  - {description: x}\n", "2:5 missing-key A task needs 'name'.")]
    public void Import_WrongDependencies_AreRefusedByName(string text, string fault) => Assert.Equal(fault, Refused(text));

    [Fact]
    public void Import_TemplateWithValues_BecomesAWorkflow()
    {
        var workflow = One(DialectSamples.Template, With(("feature", "login {{x}}"), ("scope", "web")));

        Assert.Equal("feature", workflow.Name);
        Assert.Equal(["Setup login {{x}}", "Implement login {{x}}", "Test login {{x}}", "Document login {{x}}"], workflow.Steps.Select(s => s.Name));
        Assert.Equal([[], ["setup-login-x"], ["implement-login-x"], ["implement-login-x"]], workflow.Steps.Select(s => s.Needs));
        Assert.Equal("Setup login \\{{x}}\n\nScaffold web\n", workflow.Steps[0].Prompt);
    }

    [Fact]
    public void Import_TemplateWithoutValues_IsATemplate()
    {
        var result = Accepted(DialectSamples.Template);

        Assert.Empty(result.Created);
        var template = Assert.Single(result.Templates);
        Assert.Equal(("feature", DialectSamples.Template, true), (template.Slug, template.Text, template.IsJson));
        Assert.Equal([new ImportedVariable("feature", true, null, "What to build"), new ImportedVariable("scope", false, "", null)], template.Variables);
        Assert.Equal("4:14 The file is the template 'feature', not yet a workflow: it needs feature. 'signalbox template apply feature feature=...' makes one.", Assert.Single(Warnings(result)));
    }

    [Fact]
    public void Import_MissingValues_AreAllNamedAtOnceEvenUndeclared() =>
        Assert.Equal(
            "2:13 variable The template needs values for: feature, who, what.",
            Refused("name: t\nvariables: [feature, {name: x, default: 1}]\ntasks:\n  - {name: 'Make {{ feature }}', description: 'for {{who}}'}\n  - {name: B, depends_on: ['{{what}}']}\n", With()));

    [Fact]
    public void Import_UnknownValue_IsRefused() =>
        Assert.Equal("1:1 variable The template has no variable 'featur'; did you mean 'feature'?", Refused(DialectSamples.Template, With(("feature", "x"), ("featur", "y"))));

    [Fact]
    public void Import_TemplateOfOurFormat_ReplacesDeclaredVariablesOnly()
    {
        const string Text = "variables: [{name: area, required: true}]\nname: ask\ninputs: {why: {type: string}}\nsteps:\n  - {id: a, name: 'Ask about {{area}}', agent: claude, prompt: '{{area}}: {{inputs.why}}'}\n";

        var workflow = One(Text, With(("area", "tests")));

        Assert.Equal(("Ask about tests", "tests: {{inputs.why}}"), (workflow.Steps[0].Name, workflow.Steps[0].Prompt));
        Assert.Equal(["area"], Assert.Single(Accepted(Text).Templates).Variables.Select(v => v.Name));
        Assert.Equal("other", One(Text, With(("area", "tests")) with { Name = "other" }).Name);
    }

    [Fact]
    public void Import_VariableInShellText_IsRefused() =>
        Assert.Contains(" run-interpolation ", Refused("variables: [x]\nname: t\nsteps:\n  - {id: a, run: 'echo {{x}}'}\n", With(("x", "$(rm -rf ~)"))), StringComparison.Ordinal);
}
