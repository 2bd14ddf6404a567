using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Import;
using static Signalbox.Unit.Engine.Workflows.Import.ImportText;

namespace Signalbox.Unit.Engine.Workflows.Import.Platform;

public sealed class PlatformImporterTests
{
    private const string Head = "id: review\ntype: SIMPLE\nsteps:\n";

    private static string Step(string extra) => Head + $"  - {{name: a, agent: claude, prompt: x, {extra}}}\n";

    [Fact]
    [Trait("Spec2", "Configuration: `agents: Dict[str, AgentConfig]` - Agent configurations")]
    public void Import_Configuration_GivesAgentsAndWorkflows()
    {
        var result = Accepted(DialectSamples.PlatformConfiguration);

        Assert.Equal(ImportDialect.Platform, result.Dialect);
        Assert.Equal(["claude", "gpt4"], result.Agents.Select(a => a.Id));
        Assert.Equal([("anthropic", "claude", "claude-3-opus"), ("openai", "openai", "gpt-4")], result.Agents.Select(a => (a.Provider, a.Kind, a.Model)));
        Assert.Equal("${ANTHROPIC_API_KEY}", result.Agents[0].Config["api_key"]);
        Assert.Equal([["general"], ["review"]], result.Agents.Select(a => a.Capabilities));
        Assert.Equal(["look-over", "write"], result.Created.Select(c => c.Slug));
    }

    [Fact]
    public void Import_Configuration_SaysWhatIsNoWorkflow()
    {
        Assert.Equal(
            [
                "3:3 'workspace_dir' of 'global' is a setting of the server, not of a workflow, and is not imported; 'signalbox config apply' reads it.",
                "6:3 The agent 'claude' names no capabilities; it gets [general].",
                "24:5 'config' of the workflow 'look-over' means nothing to a workflow here; it is empty and left out.",
                "32:5 'config' of the workflow 'write' means nothing to a workflow here; it is kept as 'metadata.config'.",
                "33:1 'observability' is no part of a workflow and is not imported; 'signalbox config apply' reads a whole configuration.",
            ],
            Warnings(Accepted(DialectSamples.PlatformConfiguration)));
    }

    [Fact]
    public void Import_Configuration_StepsNameAgentWithModel()
    {
        var workflow = One("agents:\n  writer: {provider: openai, model: gpt-4, max_tokens: 100, capabilities: [x]}\nworkflows:\n  w: {steps: [{name: a, agent: writer, prompt: x}]}\n");

        Assert.Equal(("openai", "gpt-4", 100L), (workflow.Steps[0].Agent, workflow.Steps[0].Model, workflow.Steps[0].AgentOptions["max_tokens"]));
    }

    /// <summary>Providers map to kinds: the API agents, unless the agent's config names a CLI; GitHub is the Copilot CLI (design/agents.md).</summary>
    [Theory]
    [InlineData("provider: anthropic", "anthropic")]
    [InlineData("provider: openai", "openai")]
    [InlineData("provider: github", "copilot")]
    [InlineData("provider: copilot", "copilot")]
    [InlineData("provider: anthropic, config: {cli: claude}", "claude")]
    [InlineData("provider: openai, config: {command: /usr/local/bin/codex exec}", "codex")]
    [InlineData("provider: openai, program: Codex", "codex")]
    [InlineData("provider: anthropic, config: {command: [claude, -p]}", "claude")]
    [InlineData("provider: anthropic, config: {command: my-claude, max_tokens: 5}", "anthropic")]
    public void Import_ProviderOfAnAgent_SaysWhichOfOursItIs(string agent, string expected)
    {
        var result = Accepted($"agents:\n  c: {{{agent}, capabilities: [x]}}\nworkflows:\n  w: {{steps: [{{name: a, agent: c, prompt: x}}]}}\n");

        Assert.Equal(expected, Assert.Single(result.Agents).Kind);
    }

    [Fact]
    public void Import_ConfigOfAnAgent_IsReadLikeItsOtherKeysWithoutSecrets()
    {
        var result = Accepted("agents:\n  c: {provider: openai, capabilities: [x], config: {max_tokens: 100, token: sk-very-secret}}\nworkflows:\n  w: {steps: [{name: a, agent: c, prompt: x}]}\n");

        Assert.Equal([new KeyValuePair<string, object?>("max_tokens", 100L)], result.Agents[0].Config);
        Assert.Equal("2:70 'token' of the agent 'c' is not kept: a secret is a reference such as ${NAME}, never a value.", Assert.Single(Warnings(result)));
    }

    [Fact]
    public void Import_SecretWrittenOut_IsNotKept()
    {
        var result = Accepted("agents:\n  c: {provider: anthropic, capabilities: [x], api_key: sk-very-secret}\nworkflows:\n  w: {steps: [{name: a, agent: c, prompt: x}]}\n");

        Assert.Empty(result.Agents[0].Config);
        Assert.Equal("2:47 'api_key' of the agent 'c' is not kept: a secret is a reference such as ${NAME}, never a value.", Assert.Single(Warnings(result)));
        Assert.DoesNotContain("sk-very-secret", string.Concat(result.Created.Select(c => c.Yaml)), StringComparison.Ordinal);
    }

    [Fact]
    public void Import_OneWorkflow_VariablesBecomeInputsAndOutputs()
    {
        var workflow = One(DialectSamples.PlatformWorkflow);

        Assert.Equal(["check", "rate", "improve"], workflow.Steps.Select(s => s.Id));
        Assert.Equal([[], ["check"], ["rate", "check"]], workflow.Steps.Select(s => s.Needs));
        Assert.Equal(
            ["Check: {{inputs.code}}", "Rate {{upper inputs.code}}{{#if inputs.strict}}, strictly{{/if}}", "Improve {{with.text}} given {{steps.rate.outputs.score}}"],
            workflow.Steps.Select(s => s.Prompt));
        Assert.Equal([("code", InputType.String, true), ("strict", InputType.Boolean, false)], workflow.Inputs.Select(i => (i.Name, i.Type, i.Required)));
        Assert.Equal("inputs.code", workflow.Steps[2].With["text"].Text);
        Assert.Equal("inputs.strict != null && inputs.strict && 'bad' in steps.check.outputs.issues", workflow.Steps[2].When?.Text);
        Assert.Equal([1, 3, 1], workflow.Steps.Select(s => s.Retry.MaxAttempts));
        Assert.Equal([300, 60, 300], workflow.Steps.Select(s => s.Timeout.TotalSeconds));
    }

    [Theory]
    [InlineData("a == 'x'", "inputs.a != null && inputs.a == 'x'")]
    [InlineData("a > 3", "inputs.a != null && inputs.a > 3")]
    [InlineData("a", "inputs.a != null && inputs.a")]
    [InlineData("not a", "inputs.a != null && !(inputs.a)")]
    [InlineData("a or b == 'it''s'", "inputs.a != null && inputs.b != null && (inputs.a || inputs.b == 'it''s')")]
    [InlineData("a is defined", "inputs.a != null")]
    [InlineData("a is not defined or a == 'x'", "inputs.a != null && (!(inputs.a != null) || inputs.a == 'x')")]
    [InlineData("a in ['x', 'y']", "inputs.a != null && (inputs.a == 'x' || inputs.a == 'y')")]
    [InlineData("{{ first }} == 'ok'", "steps.one.outputs.first == 'ok'")]
    [InlineData("first", "steps.one.outputs.first != ''")]
    [InlineData("'x' not in first", "!('x' in steps.one.outputs.first)")]
    [InlineData("first | length > 3", "length(steps.one.outputs.first) > 3")]
    [InlineData("steps.one.output != ''", "steps.one.outputs.first != ''")]
    [InlineData("a | default(false)", "default(inputs.a, false)")]
    [InlineData("true", "true")]
    public void Import_Condition_IsFalseOnAMissingVariable(string condition, string when)
    {
        var text = Head + "  - {name: one, agent: claude, prompt: x, output: first}\n"
            + $"  - name: two\n    agent: claude\n    prompt: y\n    condition: \"{condition.Replace("it''s", "it\\\\'s", StringComparison.Ordinal)}\"\n";

        var workflow = One(text);

        Assert.Equal(when, workflow.Steps[1].When?.Text);
        Assert.Equal(["one"], workflow.Steps[1].Needs);
    }

    [Fact]
    public void Import_DependencyByOutputKey_WaitsForItsStep()
    {
        var workflow = One(Head + "  - {id: one, agent_id: claude, prompt_template: x, output_key: first}\n  - {id: two, agent_id: claude, prompt_template: x}\n  - {id: three, agent_id: claude, prompt_template: x, dependencies: [first, two]}\n");

        Assert.Equal([[], ["one"], ["one", "two"]], workflow.Steps.Select(s => s.Needs));
    }

    [Fact]
    public void Import_Langgraph_BecomesAGraphThatGoesAroundConditions()
    {
        var workflow = One("id: g\ntype: LANGGRAPH\nsteps:\n  - {id: a, agent: claude, prompt: x, output: one}\n  - {id: b, agent: claude, prompt: x, condition: \"one == 'go'\"}\n  - {id: c, agent: claude, prompt: x}\n");

        Assert.Equal(WorkflowType.Graph, workflow.Type);
        Assert.Equal([("b", "steps.a.outputs.one == 'go'"), ("c", null)], workflow.Steps[0].Next.Select(n => (n.To, n.When?.Text)));
        Assert.Equal([("c", null)], workflow.Steps[1].Next.Select(n => (n.To, n.When?.Text)));
        Assert.Equal([(null, null)], workflow.Steps[2].Next.Select(n => (n.To, n.When?.Text)));
    }

    [Theory]
    [InlineData("timeout: 5", "4:50 out-of-range 'timeout_seconds' of the step 'a' is a whole number from 10 to 3600; this is the number 5.")]
    [InlineData("retry: 6", "4:48 out-of-range 'retries' of the retries of the step 'a' is a whole number from 0 to 5; this is the number 6.")]
    [InlineData("output: o, output_key: p", "4:41 duplicate-key The step 'a' has 'output_key' and 'output', which are two spellings of one thing.")]
    [InlineData("dependencies: [b]", "4:56 unknown-step There is no step and no output 'b'; did you mean 'a'?")]
    [InlineData("dependencies: [a]", "4:56 needs-cycle The step 'a' depends on itself.")]
    [InlineData("output: o}\n  - {name: b, agent: c, prompt: x, condition: o > 1", "5:47 not-mappable The output 'o' is a text here and cannot be compared with a number or a boolean.")]
    [InlineData("condition: a.b.c == 1", "4:52 not-mappable 'a.b.c' is neither a step's output nor a parameter.")]
    public void Import_WhatCannotBeSaidHere_RefusesTheFileWithItsLine(string extra, string fault) => Assert.Equal(fault, Refused(Step(extra)));

    [Fact]
    public void Import_ActionWithoutPrompt_IsRefusedByName() =>
        Assert.Equal("4:33 not-mappable The step 'a' does the action 'git_commit' and has no prompt; a step here is a prompt for an agent.", Refused(Head + "  - {name: a, agent: b, action: git_commit}\n"));

    [Fact]
    public void Import_JinjaThatIsNotTranslated_IsRefusedWithItsLine() =>
        Assert.Equal("8:13 not-mappable The filter 'wordcount' is not translated; the filters are: default, upper, lower, trim, join, length, tojson.", Refused(Head + "  - name: a\n    agent: b\n    prompt: |\n      One\n      {{ x | wordcount }}\n".Replace("{{ x | ", "{{x | ", StringComparison.Ordinal)));

    [Fact]
    public void Import_UnknownAgent_IsRefused() =>
        Assert.Equal("3:35 unknown-agent There is no agent 'd'; did you mean 'c'?", Refused("agents: {c: {provider: anthropic, capabilities: [x]}}\nworkflows:\n  w: {steps: [{name: a, agent: d, prompt: x}]}\n".Replace("{name: a, agent: d", "{name: abcd, agent: d", StringComparison.Ordinal)));

    [Fact]
    public void Import_UnknownProviderOrType_IsRefused()
    {
        Assert.StartsWith("2:17 not-mappable There is no agent here for the provider 'acme'", Refused("agents:\n  c: {provider: acme, capabilities: [x]}\nworkflows:\n  w: {steps: [{name: a, agent: c, prompt: x}]}\n".Replace("steps: [{name: a, agent: c, prompt: x}]", "steps: [{name: a, agent: d, prompt: x}]", StringComparison.Ordinal).Replace("agent: d", "agent: c", StringComparison.Ordinal)).Split('\n')[0], StringComparison.Ordinal);
        Assert.Equal("2:7 not-mappable 'SWARM' is not a type of workflow; the types are: SIMPLE, LANGGRAPH.", Refused("id: w\ntype: SWARM\nsteps: [{name: a, agent_id: c, prompt: x}]\n"));
    }
}
