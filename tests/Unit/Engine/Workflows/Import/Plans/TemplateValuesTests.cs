using System.Text;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Import;
using static Signalbox.Unit.Engine.Workflows.Import.ImportText;

namespace Signalbox.Unit.Engine.Workflows.Import.Plans;

/// <summary>Variables with types, and the text that a template of our own format becomes.</summary>
public sealed class TemplateValuesTests
{
    private const string Typed = """
        # Proves a change.
        version: "1.0"
        name: prove-it
        variables:
          - {name: command, type: string, required: true, description: Proves it}
          - {name: rounds, type: integer, min: 1, max: 10, default: 3}
          - {name: depth, type: choice, options: [quick, thorough], default: quick}
          - {name: people, type: list, default: []}
          - {name: budget, type: number, default: 2.5}
          - {name: asks, type: boolean, default: true}
        # What a run is told.
        inputs:
          issue: {type: text, required: true}   # in their own words
          ask: {type: boolean, default: "{{asks}}"}
        env: {COMMAND: "{{command}}"}
        limits: {max_cost_usd: "{{budget}}"}
        steps:
          # First the work.
          - id: work
            agent: claude
            prompt: |
              {{inputs.issue}}
              Be {{depth}}. Prove it with: {{command}}
            verify: {run: sh -c "$COMMAND"}
            iterate: {max: "{{rounds}}", until: verify}
          - id: decide
            needs: [work]
            when: inputs.ask
            approval: {question: Take it?, reviewers: "{{people}}"}

        """;

    private static ImportOptions With(params (string Name, string Value)[] values) =>
        new() { Variables = values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal) };

    [Fact]
    public void Apply_TypedVariables_KeepTheirKindWhereTheyStandAlone()
    {
        var workflow = One(Typed, With(("command", "make test"), ("rounds", "5"), ("people", "anna, ben"), ("depth", "thorough"), ("asks", "false")));

        Assert.Equal(("prove-it", 5, "Be thorough. Prove it with: make test"), (workflow.Name, workflow.Steps[0].Iterate!.Max, workflow.Steps[0].Prompt!.Split('\n')[1]));
        Assert.Equal(["anna", "ben"], workflow.Steps[1].Approval!.Reviewers);
        Assert.Equal(2.5m, workflow.Limits.MaxCostUsd);
        Assert.False((bool)workflow.Inputs[1].Default!);
        Assert.Equal("make test", workflow.Env["COMMAND"]);
    }

    [Fact]
    public void Apply_OurFormat_KeepsCommentsOrderAndBlocks()
    {
        var yaml = Yaml(Typed, With(("command", "make test: all # now"), ("people", "anna,ben")));

        Assert.Equal(
            """
            # Proves a change.
            version: "1.0"
            name: prove-it
            # What a run is told.
            inputs:
              issue: {type: text, required: true}   # in their own words
              ask: {type: boolean, default: true}
            env: {COMMAND: "make test: all # now"}
            limits: {max_cost_usd: 2.5}
            steps:
              # First the work.
              - id: work
                agent: claude
                prompt: |
                  {{inputs.issue}}
                  Be quick. Prove it with: make test: all # now
                verify: {run: sh -c "$COMMAND"}
                iterate: {max: 3, until: verify}
              - id: decide
                needs: [work]
                when: inputs.ask
                approval: {question: Take it?, reviewers: [anna, ben]}

            """,
            yaml);
    }

    [Fact]
    public void Apply_ValueOfSeveralLines_StaysInItsBlock()
    {
        var workflow = One(
            "name: note\nvariables: [{name: rules, type: text, required: true}]\nsteps:\n  - id: a\n    agent: claude\n    prompt: |\n      Rules:\n      {{rules}}\n      That is all.\n",
            With(("rules", "first\nsecond: \"x\"")));

        Assert.Equal("Rules:\nfirst\nsecond: \"x\"\nThat is all.\n", workflow.Steps[0].Prompt);
    }

    [Theory]
    [InlineData("{\"name\": \"a\", \"variables\": [\"x\"], \"steps\": [{\"id\": \"a\", \"agent\": \"claude\", \"prompt\": \"{{x}}!\"}]}")]
    [InlineData("{name: a, variables: [x], steps: [{id: a, agent: claude, prompt: '{{x}}!'}]}")]
    [InlineData("name: a\nvariables: [x]\nsteps:\n  - {id: a, agent: claude, prompt: &p '{{x}}!'}\n  - {id: b, agent: claude, prompt: *p}\n")]
    [InlineData("name: a\nvariables: [x]\nsteps:\n  - id: a\n    agent: claude\n    prompt: >-\n      {{x}}!\n")]
    public void Apply_TextThatCannotBeEditedInPlace_MeansTheSame(string text) => Assert.Equal("one\n\ntwo!", One(text, With(("x", "one\n\ntwo"))).Steps[0].Prompt);

    [Fact]
    public void Apply_OptionalWithoutValue_IsEmpty()
    {
        const string Text = "name: a\nvariables:\n  - {name: note, type: string, required: false}\n  - {name: who, type: list, required: false}\n  - {name: rounds, type: integer, required: false}\nsteps:\n"
            + "  - {id: a, approval: {question: 'Go?{{note}}', reviewers: '{{who}}', deadline_minutes: 5}}\n";

        var workflow = One(Text, With());

        Assert.Equal("Go?", workflow.Steps[0].Approval!.Question);
        Assert.Empty(workflow.Steps[0].Approval!.Reviewers);
    }

    [Fact]
    public void Apply_WrongValues_AreAllNamedAtOnceByTheirVariables()
    {
        var result = ImportText.Import(Typed, With(("rounds", "99"), ("depth", "deep"), ("asks", "perhaps"), ("budgett", "3")));

        Assert.Empty(result.Created);
        Assert.Equal(["asks", "budgett", "command", "depth", "rounds"], result.Faults.Select(f => f.Field).Order(StringComparer.Ordinal));
        Assert.Contains(result.Diagnostics, d => d.Message is "The template needs a value for: command.");
        Assert.Contains(result.Diagnostics, d => (d.Line, d.Message) == (6, "The variable 'rounds' must be a whole number from 1 to 10; this is '99'."));
        Assert.Contains(result.Diagnostics, d => d.Message is "The variable 'depth' must be one of quick, thorough; this is 'deep'.");
        Assert.Contains(result.Diagnostics, d => d.Message is "The variable 'asks' must be true or false; this is 'perhaps'.");
        Assert.Contains(result.Diagnostics, d => d.Message is "The template has no variable 'budgett'; did you mean 'budget'?");
    }

    [Fact]
    public void Apply_MissingValues_LeavesADraftWithTheRest()
    {
        var result = ImportText.Import(Typed, With(("depth", "thorough")));

        Assert.Contains("Be thorough. Prove it with: {{command}}", result.Draft, StringComparison.Ordinal);
        Assert.DoesNotContain("variables", result.Draft, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_ResultThatIsNoWorkflow_IsFaultedWhereTheTemplateSaysIt()
    {
        var result = ImportText.Import(Typed.Replace("needs: [work]", "needs: ['{{depth}}']", StringComparison.Ordinal), With(("command", "x")));

        var fault = Assert.Single(result.Diagnostics);
        Assert.Equal((27, 13, DiagnosticCodes.UnknownStep), (fault.Line, fault.Column, fault.Code));
        Assert.Contains("needs: [quick]", result.Draft, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{name: a, type: secret}", "not-allowed")]
    [InlineData("{name: a, type: file}", "not-allowed")]
    [InlineData("{name: a, type: choice}", "missing-key")]
    [InlineData("{name: a, type: integer, default: many}", "wrong-type")]
    [InlineData("{name: a, type: string, min: 3}", "key-not-for-this")]
    [InlineData("{name: a, type: string, promt: x}", "unknown-key")]
    public void Read_WrongDeclaration_IsRefused(string declaration, string code)
    {
        var (template, diagnostics) = TemplateReader.Read(Encoding.UTF8.GetBytes($"name: t\nvariables:\n  - {declaration}\nsteps: [{{id: s, run: date}}]\n"), "t.yaml");

        Assert.Null(template);
        Assert.Equal((3, code), (Assert.Single(diagnostics).Line, diagnostics[0].Code));
    }

    [Fact]
    public void Read_Typed_SaysWhatPeopleAreAsked()
    {
        var (template, _) = TemplateReader.Read(Encoding.UTF8.GetBytes(Typed), "t.yaml");

        Assert.Equal([("command", true, null), ("rounds", false, "3"), ("depth", false, "quick"), ("people", false, ""), ("budget", false, "2.5"), ("asks", false, "true")], template!.Variables.Select(v => (v.Name, v.Required, v.Default)));
        var rounds = template.Variables[1].ToInput();
        Assert.Equal((InputType.Integer, 1L, 10L, 3L), (rounds.Type, rounds.Min!.Value, rounds.Max!.Value, (long)rounds.Default!));
        Assert.Equal(["quick", "thorough"], template.Variables[2].ToInput().Options);
        Assert.Equal(2, template.Steps);
    }

    [Fact]
    public void Import_OurFormatUnderAnotherName_ChangesTheNameAlone()
    {
        const string Text = "version: \"1.0\"\nname: ask   # short\nsteps:\n  - {id: a, run: date}\n";

        Assert.Equal(Text.Replace("ask", "other", StringComparison.Ordinal), Yaml(Text, new ImportOptions { Name = "other", Variables = new Dictionary<string, string>(StringComparer.Ordinal) }));
    }
}
