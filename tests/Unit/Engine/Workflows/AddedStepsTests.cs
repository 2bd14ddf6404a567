using Signalbox.Engine.Workflows;

namespace Signalbox.Unit.Engine.Workflows;

/// <summary>Steps that are added to a workflow as a run has it: the same rules, by the lines of what is added.</summary>
public sealed class AddedStepsTests
{
    private const string Plan = """
        # what the team agreed on
        version: "1.0"
        name: plan
        defaults: {agent: claude}
        inputs: {issue: {type: string, default: x}}
        steps:
          # think first
          - id: think
            prompt: |
              Think about {{inputs.issue}}.

              Then stop.
            output_key: idea
          - {id: act, needs: [think], run: make}
        """;

    private static readonly HashSet<string> Agents = new(StringComparer.Ordinal) { "claude", "codex", "shell", "worker" };
    private static readonly HashSet<string> Workflows = new(StringComparer.Ordinal) { "publish" };

    [Fact]
    public void Parse_StepsThatNeedExistingOnes_AreBehindThemAndNothingOfTheTextIsLost()
    {
        var result = Parse("""
            steps:
              - id: review
                needs: [act]
                capabilities: [code_review]
                prompt: |
                  Review {{steps.think.outputs.idea}}.
                    Be kind.
                timeout_seconds: 60
              - {id: ship, needs: [review], workflow: publish}
            """);

        Assert.Empty(result.Diagnostics);
        Assert.Equal(["review", "ship"], result.Steps.Select(s => s.Id));
        Assert.StartsWith(Plan, result.Yaml, StringComparison.Ordinal);
        Assert.Equal(["think", "act", "review", "ship"], result.Definition!.Steps.Select(s => s.Id));
        var review = result.Definition.Step("review");
        Assert.Equal("Review {{steps.think.outputs.idea}}.\n  Be kind.\n", review.Prompt);
        Assert.Equal((60, "worker"), (review.Timeout.TotalSeconds, review.Agent));
        Assert.Equal("Think about {{inputs.issue}}.\n\nThen stop.\n", result.Definition.Step("think").Prompt);
    }

    [Fact]
    public void Parse_OneAfterTheOther_KeepsTheOrderInWhichTheyCame()
    {
        var first = Parse("{\"steps\": [{\"id\": \"one\", \"run\": \"ls\", \"timeout_seconds\": 20, \"continue_on_error\": true}]}");
        var second = AddedSteps.Parse(first.Yaml!, "plan", "steps: [{id: two, needs: one, run: ls}]", "steps", Agents, Workflows);

        Assert.Equal(["think", "act", "one", "two"], second.Definition!.Steps.Select(s => s.Id));
        Assert.True(second.Definition.Step("one").ContinueOnError);
        Assert.Equal("# think first", second.Yaml!.Split('\n')[6].Trim());
    }

    [Theory]
    [InlineData("{version: '1.0', name: plan, steps: [{id: act, run: make}]}")]
    [InlineData("version: \"1.0\"\nname: plan\nsteps: [{id: act, run: make}]\n")]
    [InlineData("version: \"1.0\"\nsteps:\n- id: act\n  run: |+\n    make\n\n\nname: plan\n")]
    [InlineData("version: \"1.0\"\nname: plan\nsteps:\n-   id: act\n    run: |+\n      make\n\n\n")]
    [InlineData("---\nversion: 1.0\nname: plan\nsteps:\n  -\n    id: act\n    run: make\n...\n")]
    [InlineData("\uFEFFversion: \"1.0\"\r\nname: plan\r\nsteps:\r\n    - id: act\r\n      run: make")]
    [InlineData("version: \"1.0\"\nname: plan\nenv: {A: '1', B: 'yes: no', C: ''}\nmetadata: {n: 1, list: [a, 2.50, true, null]}\nsteps: [&s {id: act, run: make}]\n")]
    public void Parse_HoweverTheWorkflowIsWritten_TheRestStaysAsItWas(string yaml)
    {
        var before = WorkflowParser.Parse(yaml, "plan").Definition!;

        var result = AddedSteps.Parse(yaml, "plan", "steps: [{id: more, needs: [act], run: \"echo 'a: b'\"}]", "steps");

        Assert.Empty(result.Diagnostics);
        Assert.Equal(["act", "more"], result.Definition!.Steps.Select(s => s.Id));
        Assert.Equal(("echo 'a: b'", before.Steps[0].Run), (result.Definition.Step("more").Run, result.Definition.Step("act").Run));
        Assert.Equal(before.Env, result.Definition.Env);
        Assert.Equal(PlainValue.ToJson(before.Metadata), PlainValue.ToJson(result.Definition.Metadata));
        Assert.Equal(result.Definition.Steps.Select(s => s.Id), WorkflowParser.Parse(result.Yaml!, "plan").Definition!.Steps.Select(s => s.Id));
    }

    [Fact]
    public void Parse_ManyFaults_AreToldAtOnceByTheLinesOfWhatIsAdded() =>
        Assert.Equal(
            [
                "1:1 unknown-key 'name' is not a key of what is added; its keys are: steps.",
                "3:9 duplicate-name Two steps have the id 'act'; the run has the other already.",
                "4:12 unknown-step There is no step 'thnk' to wait for; did you mean 'think'?",
                "7:10 duplicate-name Two steps have the id 'x'; the other is on line 6.",
                "7:31 unknown-agent There is no agent 'claud'; did you mean 'claude'?",
                "8:39 out-of-range 'timeout_seconds' is a whole number from 10 to 3600; this is 5.",
                "9:27 unknown-name The template uses 'inputs.isue', which is not declared; did you mean 'issue'?",
                "10:23 unknown-workflow There is no workflow 'publis'; did you mean 'publish'?",
            ],
            Faults("""
                name: x
                steps:
                  - id: act
                    needs: thnk
                    run: ls
                  - {id: x, run: ls}
                  - {id: x, prompt: a, agent: claud}
                  - {id: y, run: ls, timeout_seconds: 5}
                  - {id: z, prompt: "hi {{inputs.isue}}"}
                  - {id: w, workflow: publis}
                """));

    [Theory]
    [InlineData("", "1:1 empty Nothing is added; what is added has 'steps', such as 'steps: [{id: check, run: make test}]'.")]
    [InlineData("# nothing yet\n", "1:1 empty Nothing is added; what is added has 'steps', such as 'steps: [{id: check, run: make test}]'.")]
    [InlineData("- {id: a, run: ls}\n", "1:1 wrong-type What is added is a mapping with the keys steps; this is a list.")]
    [InlineData("steps: []\n", "1:1 no-steps At least one step is added under 'steps'.")]
    [InlineData("steps: {id: a}\n", "1:8 wrong-type 'steps' is a list; this is a mapping.")]
    [InlineData("\n{}\n", "2:1 missing-key What is added needs 'steps', such as 'steps: [{id: check, run: make test}]'.")]
    [InlineData("steps:\n  - {id: a, run: ls, needs: [b]}\n  - {id: b, run: ls, needs: [a]}\n", "3:30 needs-cycle These steps wait for each other and would never start: a -> b -> a.")]
    [InlineData("steps:\n  - {id: a, run: ls, when: steps.act.status == 'x'}\n", "2:28 step-not-before The step 'act' may not have ended when this one begins; add 'act' to 'needs'.")]
    [InlineData("steps:\n  - {id: a, run: ls, next: [{to: act}]}\n", "2:22 key-not-for-this 'next' is for workflows of type graph; write 'type: graph' at the top, or order the steps by 'needs'.")]
    [InlineData("steps: [{id: a, run: ls}\n", null)]
    [InlineData("steps: [{id: a, run: \"a\u0007\"}]\n", "1:24 control-character The character U+0007 is not allowed here.")]
    public void Parse_RuleBroken_SaysWhereAndWhat(string added, string? expected)
    {
        var faults = Faults(added);

        Assert.Single(faults);
        if (expected is not null)
        {
            Assert.Equal(expected, faults[0]);
        }
        else
        {
            Assert.Contains(" syntax ", faults[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Parse_MoreThanAWorkflowMayHold_IsRefused() =>
        Assert.StartsWith("1:1 too-large", Assert.Single(Faults($"steps: [{{id: a, run: '{new string('x', WorkflowParser.MaxBytes)}'}}]")), StringComparison.Ordinal);

    private static AddedStepsResult Parse(string added) => AddedSteps.Parse(Plan, "plan", added, "steps", Agents, Workflows);

    private static List<string> Faults(string added)
    {
        var result = Parse(added);
        Assert.Null(result.Definition);
        Assert.All(result.Diagnostics, d => Assert.Equal("steps", d.File));
        return [.. result.Diagnostics.Select(d => $"{d.Line}:{d.Column} {d.Code} {d.Message}")];
    }
}
