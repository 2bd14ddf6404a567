using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Expressions;
using static Signalbox.Unit.Engine.Workflows.WorkflowText;

namespace Signalbox.Unit.Engine.Workflows;

/// <summary>The rules of a step's further keys, one broken at a time: exact place, code and message.</summary>
public sealed class WorkflowStepRulesTests
{
    /// <summary>Inputs and a step 'z' to refer to; the step under test is on line 6, its mapping begins in column 5.</summary>
    private const string Before = Head + "inputs: {x: {type: string}, l: {type: list}, t: {type: secret}}\nsteps:\n  - {id: z, run: ls, output_key: o}\n  - ";

    [Theory]
    [InlineData("{id: a, run: ls, when: inputs.x = 'a'}", "6:37 expression-syntax", "'=' is not an operator; '==' compares.")]
    [InlineData("{id: a, run: ls, when: \"inputs.x == 'a\"}", "6:41 expression-syntax", "The text that begins here is never closed.")]
    [InlineData("{id: a, run: ls, when: }", "6:28 wrong-type", "'when' is an expression, such as inputs.level == 'high'; this is empty.")]
    [InlineData("{id: a, run: ls, when: [x]}", "6:28 wrong-type", "'when' is an expression, such as inputs.level == 'high'; this is a list.")]
    [InlineData("{id: a, run: ls, when: 5}", "6:28 expression-type", "'when' is a condition, which is true or false; '5' is a number.")]
    [InlineData("{id: a, run: ls, when: length(inputs.l)}", "6:28 expression-type", "'when' is a condition, which is true or false; 'length(inputs.l)' is a number.")]
    [InlineData("{id: a, run: ls, when: inputs.y}", "6:28 unknown-name", "The expression uses 'inputs.y', which is not declared; did you mean 'x'?")]
    [InlineData("{id: a, run: ls, when: x == 'a'}", "6:28 unknown-name", "There is no 'x' here; the input is written 'inputs.x'.")]
    [InlineData("{id: a, run: ls, when: \"inputs.x == high\"}", "6:41 unknown-name", "There is no 'high' in an expression; names begin with one of: inputs, steps, run, repository, messages, env, with. A text has quotes of its own, as in \"'high'\".")]
    [InlineData("{id: a, run: ls, when: inputs.x.y == 1}", "6:28 unknown-name", "The expression uses 'y' of 'inputs.x', which is a plain value and has no names in it.")]
    [InlineData("{id: a, run: ls, when: steps.z.status == 'x'}", "6:28 step-not-before", "The step 'z' may not have ended when this one begins; add 'z' to 'needs'.")]
    [InlineData("{id: a, run: ls, when: steps.a.status == 'x'}", "6:28 step-not-before", "The step 'a' uses its own result, which is not there yet.")]
    [InlineData("{id: a, run: ls, needs: [z], when: steps.z.outputs.p == 'x'}", "6:40 unknown-output", "The step 'z' has no output 'p'; did you mean 'o'?")]
    [InlineData("{id: a, run: ls, when: with.q == 1}", "6:28 unknown-name", "The expression uses 'with.q', which is not declared.")]
    [InlineData("{id: a, run: ls, with: [x]}", "6:28 wrong-type", "'with' is a mapping of names to expressions; this is a list.")]
    [InlineData("{id: a, run: ls, with: {'a b': 1}}", "6:29 bad-name", "A name under 'with' is a letter or '_', then letters, digits, '_' and '-', at most 100; this is 'a b'.")]
    [InlineData("{id: a, run: ls, with: {v: with.w, w: 1}}", "6:32 unknown-name", "There is no 'with' in an expression; names begin with one of: inputs, steps, run, repository, messages, env. A text has quotes of its own, as in \"'with'\".")]
    [InlineData("{id: a, run: ls, with: {v: [1]}}", "6:32 wrong-type", "'v' is an expression, such as inputs.level == 'high'; this is a list.")]
    [InlineData("{id: a, run: ls, secrets: [token]}", "6:32 bad-name", "A secret is named as it is configured (an upper-case letter, then upper-case letters, digits and '_', at most 100), or by an input of type secret; this is 'token'.")]
    [InlineData("{id: a, run: ls, repository: web}", "6:34 unknown-repository", "The workflow names no repositories; write 'repositories: [web]' at the top, or leave this away.")]
    [InlineData("{id: a, run: ls, retry: {backoff: quadratic}}", "6:39 not-allowed", "'quadratic' is not a way to wait; the ways are: fixed, linear, exponential.")]
    [InlineData("{id: a, run: ls, retry: {delay_seconds: 20, max_delay_seconds: 10}}", "6:68 out-of-range", "'max_delay_seconds' is 10, which is below 'delay_seconds', 20.")]
    [InlineData("{id: a, run: ls, retry: {delay_seconds: 3601}}", "6:45 out-of-range", "'delay_seconds' is a whole number from 0 to 3600; this is 3601.")]
    [InlineData("{id: a, run: ls, for_each: inputs.l}", "6:32 wrong-type", "'for_each' is a mapping with the keys in, as, max_parallel; this is the text 'inputs.l'.")]
    [InlineData("{id: a, run: ls, for_each: {as: p}}", "6:32 missing-key", "'for_each' needs 'in', such as 'in: inputs.paths'.")]
    [InlineData("{id: a, run: ls, for_each: {in: inputs.x}}", "6:37 expression-type", "'for_each' goes over a list; 'inputs.x' is one value.")]
    [InlineData("{id: a, run: ls, for_each: {in: inputs}}", "6:37 expression-type", "'for_each' goes over a list; 'inputs' is a mapping.")]
    [InlineData("{id: a, run: ls, for_each: {in: inputs.l, as: env}}", "6:51 reserved-name", "'env' means something else in templates and expressions; the item needs another name.")]
    [InlineData("{id: a, run: ls, for_each: {in: inputs.l, as: default}}", "6:51 reserved-name", "'default' means something else in templates and expressions; the item needs another name.")]
    [InlineData("{id: a, run: ls, for_each: {in: inputs.l, max_parallel: 0}}", "6:61 out-of-range", "'max_parallel' is a whole number from 1 to 100; this is 0.")]
    [InlineData("{id: a, run: ls, for_each: {in: inputs.l}, when: item == 'a'}", "6:54 unknown-name", "There is no 'item' in an expression; names begin with one of: inputs, steps, run, repository, messages, env, with. A text has quotes of its own, as in \"'item'\".")]
    [InlineData("{id: a, run: ls, for_each: {in: inputs.l}, with: {v: item}, when: with.v == 'a'}", "6:71 unknown-name", "'with.v' is computed for each item of 'for_each', so it is not known here.")]
    [InlineData("{id: a, run: ls, for_each: {in: inputs.l}, env: {P: '{{path}}'}}", "6:60 unknown-name", "There is no 'path' in 'env' of a step; names begin with one of: inputs, steps, run, repository, messages, env, with, item.")]
    [InlineData("{id: a, run: ls, verify: dotnet test}", "6:30 wrong-type", "'verify' is a mapping with the keys run, timeout_seconds; this is the text 'dotnet test'.")]
    [InlineData("{id: a, run: ls, verify: {timeout_seconds: 60}}", "6:30 missing-key", "'verify' needs 'run', such as 'run: dotnet test'.")]
    [InlineData("{id: a, run: ls, verify: {run: \"test {{inputs.x}}\"}}", "6:42 run-interpolation", "'verify.run' is never filled in: a value in shell text could run anything. Set it under 'env', as in env: {ISSUE: \"{{inputs.issue}}\"}, and write \"$ISSUE\" here.")]
    [InlineData("{id: a, run: ls, expect_changes: 1}", "6:38 wrong-type", "'expect_changes' is true or false; this is the number 1.")]
    [InlineData("{id: a, run: ls, approval: sometimes}", "6:32 not-allowed", "'sometimes' is not an answer to whether changes need a person; the answers are: auto, always, never.")]
    [InlineData("{id: a, run: ls, approval: {question: ok}}", "6:22 step-kind", "The step has 'run' and 'approval'; a step has exactly one of prompt, run, approval, workflow.")]
    [InlineData("{id: a, approval: always}", "6:5 step-kind", "The step does nothing; it needs a 'prompt' for an agent, a 'run' for the shell, an 'approval' with a question, or a 'workflow' to start.")]
    [InlineData("{id: a, approval: {}}", "6:23 missing-key", "'approval' needs 'question', such as 'question: \"Go ahead?\"'.")]
    [InlineData("{id: a, approval: {question: \"{{inputs.y}}\"}}", "6:37 unknown-name", "The template uses 'inputs.y', which is not declared; did you mean 'x'?")]
    [InlineData("{id: a, approval: {question: q, on_deadline: fail}}", "6:37 key-not-for-this", "'on_deadline' says what happens at 'deadline_minutes', which is not here.")]
    [InlineData("{id: a, approval: {question: q, remind_minutes: 5}}", "6:37 key-not-for-this", "'remind_minutes' says how long before 'deadline_minutes' the question is recalled, which is not here.")]
    [InlineData("{id: a, approval: {question: q, deadline_minutes: 5, remind_minutes: 5}}", "6:58 out-of-range", "'remind_minutes' is less than 'deadline_minutes', which is 5; this is 5.")]
    [InlineData("{id: a, approval: {question: q}, task_type: docs}", "6:38 key-not-for-this", "'task_type' is for steps with a 'prompt' or a 'run'; this one has 'approval'.")]
    [InlineData("{id: a, approval: {question: q, deadline_minutes: 5, on_deadline: ignore}}", "6:71 not-allowed", "'ignore' is not what a deadline does; it can: fail, approve, wait.")]
    [InlineData("{id: a, approval: {question: q, form: {decision: {type: string}}}}", "6:43 reserved-name", "Every approval has the outputs decision, comment, decided_by; the field 'decision' needs another name.")]
    [InlineData("{id: a, approval: {question: q, form: [{name: f, type: string}, {name: f, type: text}]}}", "6:76 duplicate-name", "The form has two fields named 'f'.")]
    [InlineData("{id: a, approval: {question: q, form: [{type: string}]}}", "6:44 missing-key", "A field needs 'name', such as 'name: reason'.")]
    [InlineData("{id: a, approval: {question: q}, env: {A: b}}", "6:38 key-not-for-this", "'env' is for steps with a 'prompt' or a 'run'; this one has 'approval'.")]
    [InlineData("{id: a, approval: {question: q}, for_each: {in: inputs.l}}", "6:38 key-not-for-this", "'for_each' is for steps with a 'prompt' or a 'run' or a 'workflow'; this one has 'approval'.")]
    [InlineData("{id: a, workflow: other, retry: {max_attempts: 2}}", "6:30 key-not-for-this", "'retry' is for steps with a 'prompt' or a 'run'; this one has 'workflow'.")]
    [InlineData("{id: a, workflow: other, outputs: [{name: v, type: string, source: verdict}]}", "6:72 bad-name", "The source of a child run's output is 'step.output': the id of a step of the other workflow, a dot, and the name of its output; this is 'verdict'.")]
    [InlineData("{id: a, workflow: other, outputs: [{name: v, type: string}]}", "6:40 missing-key", "An output needs 'source', such as 'source: plan.verdict', an output of a step of the other workflow.")]
    [InlineData("{id: a, workflow: other, outputs: [{name: run, type: string, source: b.c}]}", "6:47 reserved-name", "Every child run has the outputs 'run' and 'status'; 'run' needs another name.")]
    [InlineData("{id: a, run: ls, cache: true}", "6:22 key-not-for-this", "'cache' is for steps with a 'prompt'; this one has 'run'.")]
    [InlineData("{id: a, run: ls, done_when: all is well}", "6:22 key-not-for-this", "'done_when' is for steps with a 'prompt'; this one has 'run'.")]
    [InlineData("{id: a, run: ls, next: [{to: z}]}", "6:22 key-not-for-this", "'next' is for workflows of type graph; write 'type: graph' at the top, or order the steps by 'needs'.")]
    [InlineData("{id: a, run: ls, max_visits: 3}", "6:22 key-not-for-this", "'max_visits' is for workflows of type graph; write 'type: graph' at the top, or order the steps by 'needs'.")]
    [InlineData("{id: a, run: ls, priority: 101}", "6:32 out-of-range", "'priority' is a whole number from -100 to 100; this is 101.")]
    [InlineData("{id: a, run: ls, informs: [q]}", "6:32 unknown-step", "There is no step 'q' to inform; did you mean 'z'?")]
    [InlineData("{id: a, run: ls, informs: [a]}", "6:32 not-allowed", "A step does not inform itself.")]
    [InlineData("{id: a, run: ls, iterate: {max: 21, until: verify}, verify: {run: ls}}", "6:37 out-of-range", "'max' is a whole number from 1 to 20; this is 21.")]
    [InlineData("{id: a, run: ls, iterate: {max: 2, until: verify}}", "6:22 missing-key", "'iterate' until verify needs 'verify' in the step, such as 'verify: {run: dotnet test}'.")]
    [InlineData("{id: a, run: ls, iterate: {max: 2, until: done_when}}", "6:22 key-not-for-this", "'iterate' until done_when is for steps with a 'prompt': the agent says when it is done.")]
    [InlineData("{id: a, prompt: hi, agent: codex, iterate: {max: 2, until: done_when}}", "6:39 missing-key", "'iterate' until done_when needs 'done_when' in the step, which says when the work is done.")]
    [InlineData("{id: a, run: ls, iterate: {max: 2, until: success}, verify: {run: ls}}", "6:47 not-allowed", "'success' is not an end of the repetition; the ends are: verify, done_when.")]
    [InlineData("{id: a, run: ls, iterate: {max: 2, until: verify}, verify: {run: ls}, for_each: {in: inputs.l}}", "6:22 key-not-for-this", "A step is repeated by 'for_each' or by 'iterate', not by both.")]
    [InlineData("{id: a, run: ls, acceptance_criteria: [x]}", "6:22 key-not-for-this", "'acceptance_criteria' is for steps with a 'prompt'; this one has 'run'.")]
    [InlineData("{id: a, run: ls, capabilities: [x]}", "6:22 key-not-for-this", "'capabilities' is for steps with a 'prompt'; this one has 'run'.")]
    [InlineData("{id: a, prompt: hi, agent: codex, capabilities: [x]}", "6:39 key-not-for-this", "'capabilities' stands in place of 'agent': whoever has them may claim the step; leave one of the two out.")]
    [InlineData("{id: a, prompt: hi, capabilities: []}", "6:25 wrong-type", "'capabilities' names at least one thing that a worker must be able to do; this is empty.")]
    [InlineData("{id: a, prompt: \"{{checkpoint 'z'}}\", agent: codex}", "6:35 step-not-before", "The step 'z' may not have ended when this one begins; add 'z' to 'needs'.")]
    [InlineData("{id: a, prompt: \"{{checkpoint inputs.x}}\", agent: codex}", "6:35 template-syntax", "'checkpoint' takes the id of a step in quotes, as in {{checkpoint 'step'}}.")]
    public void Parse_StepRuleBroken_SaysWhereAndWhat(string step, string place, string message)
    {
        var only = Only(Parse(Before + step + "\n"));

        Assert.Equal(place + " " + message, $"{only.Line}:{only.Column} {only.Code} {only.Message}");
    }

    [Theory]
    [InlineData("{id: a, run: ls, when: always()}")]
    [InlineData("{id: a, run: ls, when: true}")]
    [InlineData("{id: a, needs: z, run: ls, when: \"failure() || steps.z.outputs.o == 'go'\"}")]
    [InlineData("{id: a, run: ls, with: {v: inputs.x, n: 5, s: \"'text'\", b: true}, when: with.v == 'q' && with.n > 4}")]
    [InlineData("{id: a, run: ls, secrets: [DEPLOY_TOKEN, t]}")]
    [InlineData("{id: a, run: ls, for_each: {in: inputs.l, as: path, max_parallel: 2}, with: {v: path}, env: {P: '{{path}} {{with.v}}'}}")]
    [InlineData("{id: a, run: ls, for_each: {in: \"default(inputs.l, inputs.l)\"}, env: {P: '{{item.name}}'}}")]
    [InlineData("{id: a, run: ls, approval: always, expect_changes: true, verify: {run: make check, timeout_seconds: 60}}")]
    [InlineData("{id: a, run: ls, iterate: {max: 3, until: verify}, verify: {run: ls}, output_key: o, env: {LAST: '{{steps.a.outputs.o}}'}}")]
    [InlineData("{id: a, prompt: \"{{messages}} {{checkpoint 'z'}} {{date}} {{date 'yyyy-MM-dd HH:mm'}}\", needs: z, agent: codex}")]
    [InlineData("{id: a, workflow: other, with: {issue: inputs.x}, for_each: {in: inputs.l}}")]
    public void Parse_StepRuleKept_IsValid(string step) => Assert.Empty(Parse(Before + step + "\n").Diagnostics);

    [Fact]
    public void Parse_ResultsOfOtherKinds_HaveTheirNames()
    {
        const string Text = Head + """
            inputs: {l: {type: list}}
            steps:
              - {id: ask, approval: {question: 'Go?', form: {reason: {type: text}, files: {type: list}}}}
              - {id: child, workflow: other, outputs: [{name: v, type: string, source: plan.verdict}]}
              - {id: each, run: ls, for_each: {in: inputs.l}, output_key: line}
              - id: last
                needs: [ask, child, each]
                agent: codex
                prompt: "{{steps.ask.outputs.decision}} {{steps.ask.outputs.comment}} {{steps.ask.outputs.decided_by}} {{steps.ask.outputs.reason}} {{join steps.ask.outputs.files}}
                  {{steps.child.outputs.run}} {{steps.child.outputs.status}} {{steps.child.outputs.v}} {{#each steps.each.outputs.line}}{{this}}{{/each}}"
              - {id: over, needs: [ask, child], run: ls, for_each: {in: steps.ask.outputs.files}}
              - {id: json, needs: [child], run: ls, for_each: {in: steps.child.outputs.v}}
            """;

        Assert.Empty(Parse(Text).Diagnostics);
        Assert.Equal(["11:16 not-text"], Places(Parse(Text.Replace("{{steps.ask.outputs.decision}}", "{{steps.each.outputs.line}}", StringComparison.Ordinal))));
    }

    [Fact]
    public void Parse_ConditionOverWith_ComputesItsValues()
    {
        var when = Valid(Before + "{id: a, run: ls, with: {v: \"default(inputs.x, 'none')\", s: failure()}, when: with.v == 'go' || with.s}\n").Step("a").When!;

        Assert.Equal((true, "with.v == 'go' || with.s"), (when.AsksStatus, when.Text));
        Assert.Equal(true, Test("go", ExpressionStatus.Success).Value);
        Assert.Equal(false, Test(null, ExpressionStatus.Success).Value);
        Assert.Equal(true, Test(null, ExpressionStatus.Failure).Value);
        Assert.Equal("'==' compares two texts, two numbers or two booleans; 'with.v' is the number 5 and ''go'' is the text 'go'.", Test(5L, ExpressionStatus.Success).Fault);

        ExpressionResult Test(object? x, ExpressionStatus status) => when.Test(
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["inputs"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["x"] = x } }, status);
    }

    [Fact]
    public void Parse_CacheOnACommandLineAgent_Warns()
    {
        var warning = Assert.Single(Parse(Head + "steps:\n  - {id: a, prompt: hi, agent: claude, cache: true}\n").Diagnostics);

        Assert.Equal("w.yaml:4:40: warning cache-of-cli: 'claude' edits files, and a cached answer brings back its words only; 'cache' is for agents that are asked over an API.", warning.ToString());
    }

    [Fact]
    public void Parse_KnownWorkflows_AreChecked()
    {
        const string Text = Head + "steps:\n  - {id: a, workflow: pubish}\n";

        var result = WorkflowParser.Parse(Text, "w.yaml", null, new HashSet<string>(StringComparer.Ordinal) { "publish" });

        Assert.Equal("w.yaml:4:23: error unknown-workflow: There is no workflow 'pubish'; did you mean 'publish'?", Only(result).ToString());
        Assert.True(WorkflowParser.Parse(Text, "w.yaml").IsValid);
    }
}
