using Signalbox.Engine.Workflows;
using static Signalbox.Unit.Engine.Workflows.WorkflowText;

namespace Signalbox.Unit.Engine.Workflows;

/// <summary>One broken rule at a time: exact place, code and message.</summary>
public sealed class WorkflowRulesTests
{
    [Theory]
    [InlineData("version: 2.0\nname: a\n" + Steps, "1:10 not-allowed", "The version of the format is \"1.0\"; this is the number 2.0.")]
    [InlineData("name: a\n" + Steps, "1:1 missing-key", "A workflow needs 'version', such as 'version: \"1.0\"'.")]
    [InlineData("version: '1.0'\n" + Steps, "1:1 missing-key", "A workflow needs 'name', such as 'name: plan-and-implement'.")]
    [InlineData("version: '1.0'\nname: Big\n" + Steps, "2:7 bad-name", "'name' is a lower-case letter, then lower-case letters, digits, '_' and '-', at most 100; this is 'Big'.")]
    [InlineData("version: '1.0'\nname: 5\n" + Steps, "2:7 wrong-type", "'name' is a text; this is the number 5; put it in quotes.")]
    [InlineData(Head + "titel: x\n" + Steps, "3:1 unknown-key", "'titel' is not a key of a workflow; did you mean 'title'?")]
    [InlineData(Head + "key: doc\n" + Steps, "3:6 bad-name", "'key' is an upper-case letter, then upper-case letters and digits, at most 10; this is 'doc'.")]
    [InlineData(Head + "tags: docs\n" + Steps, "3:7 wrong-type", "'tags' is a list; this is the text 'docs'.")]
    [InlineData(Head + "tags: [a, a]\n" + Steps, "3:11 duplicate-name", "'a' is in 'tags' twice.")]
    [InlineData(Head + "title:\n" + Steps, "3:7 wrong-type", "'title' is a text; this is empty.")]
    [InlineData(Head + "metadata: {a: .inf}\n" + Steps, "3:15 not-allowed", "The number '.inf' cannot be stored; numbers are finite.")]
    [InlineData(Head + "env: {A B: x}\n" + Steps, "3:7 bad-name", "The name of an environment variable is a letter or '_', then letters, digits and '_'; this is 'A B'.")]
    [InlineData(Head + "env: {A: [x]}\n" + Steps, "3:10 wrong-type", "The environment variable 'A' has a text; this is a list. Write \"\" for an empty one.")]
    [InlineData(Head, "1:1 no-steps", "A workflow needs at least one step under 'steps'.")]
    [InlineData(Head + "steps: []\n", "3:8 no-steps", "A workflow needs at least one step under 'steps'.")]
    [InlineData(Head + "steps: {a: 1}\n", "3:8 wrong-type", "'steps' is a list; this is a mapping.")]
    [InlineData(Head + "steps:\n  - ls\n", "4:5 wrong-type", "A step is a mapping with the keys id, name, needs, when, with, env, secrets, repository, timeout_seconds, retry, continue_on_error, for_each, outputs, output_key, verify, expect_changes, approval, task_type, cache, next, max_visits, priority, informs, iterate, acceptance_criteria, done_when, methodology, prompt, agent, capabilities, role, tools, feature, run, shell, workflow; this is the text 'ls'.")]
    [InlineData(Head + "type: loop\n" + Steps, "3:7 not-allowed", "'loop' is not a type of workflow; the types are: simple, graph, langgraph.")]
    public void Parse_WorkflowRuleBroken_SaysWhereAndWhat(string text, string place, string message) => AssertOnly(text, place, message);

    [Theory]
    [InlineData("{run: ls}", "4:5 missing-key", "A step needs 'id', such as 'id: plan'.")]
    [InlineData("{id: A, run: ls}", "4:10 bad-name", "'id' is a lower-case letter, then lower-case letters, digits, '_' and '-', at most 100; this is 'A'.")]
    [InlineData("{id: a}", "4:5 step-kind", "The step does nothing; it needs a 'prompt' for an agent, a 'run' for the shell, an 'approval' with a question, or a 'workflow' to start.")]
    [InlineData("{id: a, run: ls, prompt: hi, agent: claude}", "4:22 step-kind", "The step has 'run' and 'prompt'; a step has exactly one of prompt, run, approval, workflow.")]
    [InlineData("{id: a, run: ls, agent: claude}", "4:22 key-not-for-this", "'agent' is for steps with a 'prompt'; this one has 'run'.")]
    [InlineData("{id: a, prompt: hi, agent: claude, shell: sh}", "4:40 key-not-for-this", "'shell' is for steps with a 'run'; this one has 'prompt'.")]
    [InlineData("{id: a, prompt: hi}", "4:13 missing-agent", "The prompt has no agent; write 'agent' in the step or in 'defaults'.")]
    [InlineData("{id: a, prompt: hi, agent: cluade}", "4:32 unknown-agent", "There is no agent 'cluade'; did you mean 'claude'?")]
    [InlineData("{id: a, prompt: hi, agent: robot}", "4:32 unknown-agent", "There is no agent 'robot'; the agents are: claude, codex.")]
    [InlineData("{id: a, prompt: hi, agent: shell}", "4:32 not-allowed", "The shell takes no prompt; a shell step is written with 'run' and no 'agent'.")]
    [InlineData("{id: a, prompt: hi, agent: {model: m}}", "4:32 missing-key", "'agent' needs 'provider', such as 'provider: claude'.")]
    [InlineData("{id: a, run: ls, needs: [b]}", "4:30 unknown-step", "There is no step 'b' to wait for; did you mean 'a'?")]
    [InlineData("{id: a, run: ls, needs: [a]}", "4:30 needs-cycle", "These steps wait for each other and would never start: a -> a.")]
    [InlineData("{id: a, run: ls, timeout_seconds: 9}", "4:39 out-of-range", "'timeout_seconds' is a whole number from 10 to 3600; this is 9.")]
    [InlineData("{id: a, run: ls, timeout_seconds: 1e9}", "4:39 out-of-range", "'timeout_seconds' is a whole number from 10 to 3600; this is 1e9.")]
    [InlineData("{id: a, run: ls, timeout_seconds: soon}", "4:39 wrong-type", "'timeout_seconds' is a whole number from 10 to 3600; this is the text 'soon'.")]
    [InlineData("{id: a, run: ls, timeout: 60}", "4:22 unknown-key", "'timeout' is not a key of a step; did you mean 'timeout_seconds'?")]
    [InlineData("{id: a, run: ls, retry: {max_attempts: 0}}", "4:44 out-of-range", "'max_attempts' is a whole number from 1 to 6; this is 0.")]
    [InlineData("{id: a, run: ls, retry: {on: [eror]}}", "4:35 not-allowed", "'eror' is not a reason to retry; did you mean 'error'?")]
    [InlineData("{id: a, run: ls, continue_on_error: 'yes'}", "4:41 wrong-type", "'continue_on_error' is true or false; this is the text 'yes'.")]
    [InlineData("{id: a, run: ls, output_key: a b}", "4:34 bad-name", "'output_key' is a letter or '_', then letters, digits, '_' and '-', at most 100; this is 'a b'.")]
    [InlineData("{id: a, run: \"echo {{inputs.x}}\"}", "4:24 run-interpolation", "'run' is never filled in: a value in shell text could run anything. Set it under 'env', as in env: {ISSUE: \"{{inputs.issue}}\"}, and write \"$ISSUE\" here.")]
    [Trait("Spec2", "WorkflowStep, Validation Rules: `agent_id` must reference existing agent")]
    [Trait("Spec2", "Workflow, Validation Rules: Each step must reference valid agent and have required fields")]
    public void Parse_StepRuleBroken_SaysWhereAndWhat(string step, string place, string message) =>
        AssertOnly(Head + "steps:\n  - " + step + "\n", place, message);

    [Theory]
    [InlineData("{name: f, type: file}", "4:32 missing-key", "An output needs 'source', such as 'source: plan.md', the file's path in the workspace.")]
    [InlineData("{name: f, type: file, source: /etc/passwd}", "4:62 output-path", "The source of a file output is a relative path inside the workspace; '/etc/passwd' is absolute.")]
    [InlineData("{name: f, type: file, source: a/../../b}", "4:62 output-path", "The source of a file output is a relative path inside the workspace; 'a/../../b' leads out of it by '..'.")]
    [InlineData("{name: f, type: file, source: a/}", "4:62 output-path", "The source of a file output is a relative path inside the workspace; 'a/' names no file.")]
    [InlineData("{name: f, type: file, source: .git/config}", "4:62 output-path", "The source of a file output is a relative path inside the workspace; '.git/config' is git's own.")]
    [InlineData("{name: f, type: text}", "4:48 not-allowed", "'text' is not a type of output; the types are: file, string.")]
    [InlineData("{type: string}", "4:32 missing-key", "An output needs 'name', such as 'name: plan'.")]
    [InlineData("{name: f, type: string}, {name: f, type: string}", "4:64 duplicate-name", "The step has two outputs named 'f'.")]
    [InlineData("{name: f, type: string, path: x}", "4:56 unknown-key", "'path' is not a key of an output; its keys are: name, type, source, or_final_text, optional.")]
    [InlineData("{name: f, type: file, source: x, or_final_text: true}", "4:80 key-not-for-this", "'or_final_text' is for a string with a 'source': it says what stands in for a key that is not there.")]
    public void Parse_OutputRuleBroken_SaysWhereAndWhat(string output, string place, string message) =>
        AssertOnly(Head + "steps:\n  - {id: a, run: ls, outputs: [" + output + "]}\n", place, message);

    [Theory]
    [InlineData("{}", "3:13 missing-key", "An input needs 'type', such as 'type: string'.")]
    [InlineData("{type: strng}", "3:20 not-allowed", "'strng' is not a type of input; did you mean 'string'?")]
    [InlineData("{type: choice}", "3:13 missing-key", "An input needs 'options', such as 'options: [low, high]'.")]
    [InlineData("{type: choice, options: []}", "3:37 not-allowed", "A choice has at least one option.")]
    [InlineData("{type: choice, options: [a, a]}", "3:41 duplicate-name", "The option 'a' is written twice.")]
    [InlineData("{type: choice, options: [a], default: b}", "3:51 wrong-type", "The default of 'x' must be one of a; this is the text 'b'.")]
    [InlineData("{type: boolean, default: 'true'}", "3:38 wrong-type", "The default of 'x' must be true or false; this is the text 'true'.")]
    [InlineData("{type: integer, min: 1, max: 5, default: 9}", "3:54 wrong-type", "The default of 'x' must be a whole number from 1 to 5; this is the number 9.")]
    [InlineData("{type: integer, min: 5, max: 1}", "3:42 out-of-range", "'max' is 1, which is below 'min', 5.")]
    [InlineData("{type: string, min: 5}", "3:28 key-not-for-this", "'min' is for inputs of type integer or number; 'x' is of type string.")]
    [InlineData("{type: string, default: 5}", "3:37 wrong-type", "The default of 'x' must be a text of at most 64 KiB; this is the number 5.")]
    [InlineData("{type: string, max_length: 2, default: abc}", "3:52 wrong-type", "The default of 'x' must be a text of at most 2 characters; this is the text 'abc'.")]
    [InlineData("string", "3:13 wrong-type", "An input is a mapping with the keys type, required, default, description, max_length, min_length, pattern, min, max, options, min_items, max_items, item_max_length, max_bytes; this is the text 'string'.")]
    public void Parse_InputRuleBroken_SaysWhereAndWhat(string input, string place, string message) =>
        AssertOnly(Head + "inputs: {x: " + input + "}\n" + Steps, place, message);

    [Fact]
    public void Parse_EveryKeyOfTheFormatThatIsNotReadYet_IsNamed()
    {
        string[] defaults = ["env", "shell", "continue_on_error", "verify", "approval", "cache", "priority"];
        var text = Head + Steps + "defaults:\n" + string.Concat(defaults.Select(k => $"  {k}: x\n"));

        var result = Parse(text);

        Assert.Equal(defaults.Length, result.Diagnostics.Count);
        Assert.All(result.Diagnostics, d => Assert.Equal(DiagnosticCodes.NotAvailable, d.Code));
    }

    [Fact]
    public void Parse_Cycle_IsNamedOnce()
    {
        var only = Only(Parse(Head + "steps:\n  - {id: a, run: ls, needs: [c]}\n  - {id: b, run: ls, needs: [a]}\n  - {id: c, run: ls, needs: [b]}\n  - {id: d, run: ls, needs: [c]}\n"));

        Assert.Equal((5, 30, "needs-cycle"), (only.Line, only.Column, only.Code));
        Assert.Contains("a -> c -> b -> a", only.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_SameIdTwice_NamesTheOther()
    {
        var only = Only(Parse(Head + Steps + "  - {id: a, run: ls}\n"));

        Assert.Equal((5, 10, "duplicate-name", "Two steps have the id 'a'; the other is on line 4."), (only.Line, only.Column, only.Code, only.Message));
    }

    [Fact]
    public void Parse_ManyFaults_AllAtOnceInOrder()
    {
        const string Text = """
            version: "1.0"
            name: Bad Name
            colour: red
            inputs:
              issue: {type: strng}
            steps:
              - id: a
                needs: [nope]
                timeout_seconds: 5
                agent: claude
                prompt: |
                  Fix
                    {{inputs.isue}} and {{steps.b.outputs.x}}
              - id: b
                run: echo "{{inputs.issue}}"
                retry: {max_attempts: 7}
            defaults: {env: {}}
            """;

        Assert.Equal(
            [
                "2:7 bad-name", "3:1 unknown-key", "5:17 not-allowed", "8:13 unknown-step", "9:22 out-of-range", "13:11 unknown-name", "13:31 step-not-before",
                "15:16 run-interpolation", "16:27 out-of-range", "17:12 not-available",
            ],
            Places(Parse(Text)));
    }

    [Fact]
    public void Parse_UnknownCatalog_TakesAnyAgent()
    {
        const string Text = Head + "steps:\n  - {id: a, prompt: hi, agent: robot}\n";

        Assert.True(WorkflowParser.Parse(Text, "w.yaml").IsValid);
        Assert.False(WorkflowParser.Parse(Text, "w.yaml", new HashSet<string>(StringComparer.Ordinal)).IsValid);
    }

    [Fact]
    public void Parse_RequiredWithDefault_OnlyWarns()
    {
        var result = Parse(Head + "inputs: {x: {type: string, required: true, default: a}}\n" + Steps);

        Assert.True(result.IsValid);
        Assert.Equal((DiagnosticSeverity.Warning, "required-default"), (result.Diagnostics[0].Severity, result.Diagnostics[0].Code));
    }

    private static void AssertOnly(string text, string place, string message)
    {
        var only = Only(Parse(text));
        Assert.Equal(place + " " + message, $"{only.Line}:{only.Column} {only.Code} {only.Message}");
    }
}
