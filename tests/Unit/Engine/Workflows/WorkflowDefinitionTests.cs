using Signalbox.Engine.Workflows;
using static Signalbox.Unit.Engine.Workflows.WorkflowText;

namespace Signalbox.Unit.Engine.Workflows;

public sealed class WorkflowDefinitionTests
{
    internal const string Full = """
        version: 1.0
        name: inspect-repository
        title: Inspect a repository
        description: Looks around.
        type: simple
        tags: [docs, 'yes']
        metadata: {owner: platform, size: 3}
        inputs:
          issue:   {type: string, required: true, description: What to change, max_length: 4000}
          dry_run: {type: boolean, default: false}
          level:   {type: choice, options: [low, high, 1], default: 1}
          count:   {type: integer, min: 1, max: 20, default: 3}
        env: {CI: 1, WHAT: "{{inputs.issue}}"}
        defaults: {agent: claude, timeout_seconds: 600, retry: {max_attempts: 2, on: [timeout]}}
        steps:
          - id: list
            name: List the files
            run: ls > files.txt
            shell: /bin/bash -eu
            env: {N: "{{inputs.count}}", BOTH: "{{env.CI}}"}
            outputs: [{name: files, type: file, source: ./out/files.txt, optional: true}, {name: all, type: string}]
            continue_on_error: true
          - id: report
            needs: list
            agent: {provider: codex, model: m-1, options: {effort: high}}
            prompt: |
              {{#if inputs.dry_run}}Nothing.{{else}}Report {{steps.list.outputs.files}} {{steps.list.status}}{{/if}}
              {{env.CI}} {{run.key}} {{run.id}} {{run.prompt}} {{repository}}
            output_key: answer
            timeout_seconds: 3600
            retry: {max_attempts: 6}
          - {id: last, needs: [report], prompt: "{{steps.list.outputs.all}} {{steps.report.outputs.answer}}"}
        """;

    [Fact]
    public void Parse_Full_FillsTheWorkflow()
    {
        var workflow = Valid(Full);

        Assert.Equal(("1.0", "inspect-repository", "Inspect a repository", "INSPECT"), (workflow.Version, workflow.Name, workflow.Title, workflow.Key));
        Assert.Equal(["docs", "yes"], workflow.Tags);
        Assert.Equal("""{"owner":"platform","size":3}""", PlainValue.ToJson(workflow.Metadata));
        Assert.Equal("issue dry_run level count", string.Join(" ", workflow.Inputs.Select(i => i.Name)));
        Assert.Equal([null, false, "1", 3L], workflow.Inputs.Select(i => i.Default));
        Assert.Equal((4000, true), (workflow.Inputs[0].MaxLength, workflow.Inputs[0].Required));
        Assert.Equal(["low", "high", "1"], workflow.Inputs[2].Options);
        Assert.Equal("1", workflow.Env["CI"]);
    }

    [Fact]
    public void Parse_Full_FoldsDefaultsIntoSteps()
    {
        var workflow = Valid(Full);

        var list = workflow.Step("list");
        Assert.Equal((StepKind.Shell, "shell", "List the files", 16), (list.Kind, list.Agent, list.Name, list.Line));
        Assert.Equal(["/bin/bash", "-eu"], list.Shell);
        Assert.Equal((TimeSpan.FromSeconds(600), 2, true), (list.Timeout, list.Retry.MaxAttempts, list.ContinueOnError));
        Assert.Equal([RetryCause.Timeout], list.Retry.On);
        Assert.Equal(new OutputDefinition { Name = "files", Type = OutputType.File, Source = "./out/files.txt", Optional = true }, list.Outputs[0]);

        var report = workflow.Step("report");
        Assert.Equal((StepKind.Agent, "codex", "m-1", 6), (report.Kind, report.Agent, report.Model, report.Retry.MaxAttempts));
        Assert.Equal("high", report.AgentOptions["effort"]);
        Assert.Equal(TimeSpan.FromHours(1), report.Timeout);
        Assert.Equal(["list"], report.Needs);
        Assert.Equal(new OutputDefinition { Name = "answer", Type = OutputType.String }, Assert.Single(report.Outputs));
        Assert.Equal(("claude", "last"), (workflow.Step("last").Agent, workflow.Step("last").Name));
    }

    [Fact]
    public void Parse_Smallest_HasTheFormatsDefaults()
    {
        var step = Valid(Head + Steps).Steps[0];

        Assert.Equal((TimeSpan.FromSeconds(300), 1, false), (step.Timeout, step.Retry.MaxAttempts, step.ContinueOnError));
        Assert.Equal(["/bin/sh", "-e"], step.Shell);
        Assert.Equal([RetryCause.Error, RetryCause.Timeout, RetryCause.RateLimit, RetryCause.Interrupted], step.Retry.On);
    }

    [Theory]
    [InlineData("inspect-repository", "INSPECT")]
    [InlineData("a_b-c", "AB")]
    [InlineData("documentation", "DOCUMENTAT")]
    public void Parse_NoKey_DerivesItFromTheName(string name, string key) =>
        Assert.Equal(key, Valid($"version: '1.0'\nname: {name}\n{Steps}").Key);

    [Fact]
    public void Parse_KeyWritten_IsKept() => Assert.Equal("DOC2", Valid(Head + "key: DOC2\n" + Steps).Key);

    [Fact]
    public void Parse_LongChainOfSteps_IsRead()
    {
        var steps = Enumerable.Range(1, 1000).Select(i => $"  - {{id: s{i}, run: ls{(i > 1 ? $", needs: s{i - 1}" : "")}}}\n");

        Assert.Equal(1000, Valid(Head + "steps:\n" + string.Concat(steps)).Steps.Count);
    }

    [Theory]
    [InlineData("{{inputs.x}}", null)]
    [InlineData("{{x}}", "unknown-name: There is no 'x' here; the input is written 'inputs.x'.")]
    [InlineData("{{inputs.y}}", "unknown-name: The template uses 'inputs.y', which is not declared; did you mean 'x'?")]
    [InlineData("{{inputs.x.Length}}", "unknown-name: The template uses 'Length' of 'inputs.x', which is a plain value and has no names in it.")]
    [InlineData("{{inputs}}", "not-text: 'inputs' is a mapping; name one of its values, or use 'json'.")]
    [InlineData("{{run.number}}", "unknown-name: The template uses 'run.number', which is not declared; known here: key, id, prompt.")]
    [InlineData("{{steps.b.outputs.o}}", "step-not-before: The step 'b' uses its own result, which is not there yet.")]
    [InlineData("{{steps.c.status}}", "step-not-before: The step 'c' may not have ended when this one begins; add 'c' to 'needs'.")]
    [InlineData("{{steps.z.status}}", "unknown-step: There is no step 'z'; did you mean 'a'?")]
    [InlineData("{{steps.a.outputs.o}}", null)]
    [InlineData("{{steps.a.outputs.oo}}", "unknown-output: The step 'a' has no output 'oo'; did you mean 'o'?")]
    [InlineData("{{steps.a.result}}", "unknown-name: The template uses 'steps.a.result', which is not declared; known here: status, outputs.")]
    [InlineData("{{env.OWN}} {{env.ALL}}", null)]
    [InlineData("{{with.spec}}", "unknown-name: The template uses 'with.spec', which is not declared.")]
    [InlineData("{{learning 'x'}}", "template-helper: There are no learnings 'x'; the kinds are: bugs, patterns, anti_patterns.")]
    [InlineData("{{learning 'pattern'}}", "template-helper: There are no learnings 'pattern'; did you mean 'patterns'?")]
    [InlineData("{{learning 'patterns'}}{{learning 'bugs'}}{{learning 'anti_patterns'}}", null)]
    [InlineData("{{#with steps.a.outputs}}{{o}}{{/with}}{{#each inputs}}{{@key}}{{this}}{{/each}}", null)]
    [InlineData("{{#with steps.a}}{{o}}{{/with}}", "unknown-name: The template uses 'steps.a.o', which is not declared; known here: status, outputs.")]
    public void Parse_NamesInAPrompt_AreChecked(string prompt, string? fault)
    {
        var result = Parse(Head + """
            inputs: {x: {type: string}}
            env: {ALL: x}
            steps:
              - {id: a, run: ls, output_key: o}
              - {id: b, needs: [a], agent: claude, env: {OWN: y}, prompt: "PROMPT"}
              - {id: c, run: ls}
            """.Replace("PROMPT", prompt, StringComparison.Ordinal));

        Assert.Equal(fault, result.Diagnostics.Select(d => $"{d.Code}: {d.Message}").SingleOrDefault());
    }

    [Theory]
    [InlineData("prompt: \"say \\\"x\\\" {{inputs.q}}\"", "5:26")]
    [InlineData("prompt: 'it''s {{inputs.q}}'", "5:22")]
    [InlineData("prompt: |\n\n     a {{run.id}}\n      {{upper inputs.q}}", "8:15")]
    [InlineData("prompt: >\n     folded\n     text {{inputs.q}}", "7:13")]
    [InlineData("prompt: plain {{inputs.q}}", "5:21")]
    [InlineData("prompt: 'a\n      {{inputs.q}}'", "6:9")]
    [InlineData("env: {A: \"{{inputs.q}}\"}\n    prompt: x", "5:17")]
    public void Parse_FaultInsideAnyStyleOfText_PointsIntoTheFile(string yaml, string place)
    {
        var only = Only(Parse(Head + "steps:\n  - id: a\n    " + yaml + "\n    agent: claude\n"));

        Assert.Equal(place, $"{only.Line}:{only.Column}");
    }

    [Fact]
    public void Parse_WorkflowEnv_KnowsNoSteps()
    {
        var result = Parse(Head + "env: {A: \"{{steps.a.status}}\", B: \"{{env.A}}\", C: \"{{run.key}}\"}\n" + Steps);

        Assert.Equal(["3:13 unknown-name", "3:38 unknown-name"], Places(result));
    }
}
