using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Import;
using static Signalbox.Unit.Engine.Workflows.Import.ImportText;

namespace Signalbox.Unit.Engine.Workflows.Import.RunFiles;

public sealed class RunFileImporterTests
{
    private const string Head = "version: '1.0'\nname: tidy\ndefaults: {tool: claude}\nsteps:\n";

    private const string Whole =
        """
        version: 1.0
        name: 'tidy'
        description: 'Look, then: tidy'
        defaults:
          tool: claude
          model: opus
          timeout_secs: 600
        steps:
          - id: look
            name: 'Look around'
            type: agent
            prompt: |
              Look for: {{inputs.description}}

              Write `notes.md`.
            outputs:
              - name: notes
                type: file
                filename: notes.md
                description: "What was found"
          - id: tidy
            name: Tidy
            agent: codex
            prompt: "Do {{ inputs.prompt }} as {{steps.look.outputs.notes}} says, in {{inputs.style}}."
            outputs:
              - {name: verdict, type: string, source: verdict}
              - {name: report, type: text}
        """;

    [Fact]
    public void Import_RunFile_StepsInOrderBecomeNeeds()
    {
        var result = Accepted(Whole);
        var workflow = One(Whole);

        Assert.Equal(ImportDialect.RunFile, result.Dialect);
        Assert.Equal("tidy", workflow.Name);
        Assert.Equal("Look, then: tidy", workflow.Description);
        Assert.Equal(["look", "tidy"], workflow.Steps.Select(s => s.Id));
        Assert.Equal([[], ["look"]], workflow.Steps.Select(s => s.Needs));
        Assert.Equal(["claude", "codex"], workflow.Steps.Select(s => s.Agent));
        Assert.Equal(["opus", null], workflow.Steps.Select(s => s.Model));
        Assert.All(workflow.Steps, s => Assert.Equal(TimeSpan.FromSeconds(600), s.Timeout));
    }

    [Fact]
    public void Import_RunFile_PromptsUseOurNames()
    {
        var workflow = One(Whole);

        Assert.Equal("Look for: {{run.prompt}}\n\nWrite `notes.md`.\n", workflow.Steps[0].Prompt);
        Assert.Equal("Do {{ run.prompt }} as {{steps.look.outputs.notes}} says, in {{inputs.style}}.", workflow.Steps[1].Prompt);
        Assert.Equal(("style", InputType.String, "", false), Assert.Single(workflow.Inputs.Select(i => (i.Name, i.Type, i.Default, i.Required))));
    }

    [Fact]
    public void Import_RunFile_OutputsKeepTheirSources()
    {
        var workflow = One(Whole);

        Assert.Equal([("notes", OutputType.File, "notes.md")], workflow.Steps[0].Outputs.Select(o => (o.Name, o.Type, o.Source)));
        Assert.False(workflow.Steps[0].Outputs[0].OrFinalText);

        // A key of the JSON that the agent ended with, else its final text.
        Assert.Equal([("verdict", OutputType.String, "verdict", true), ("report", OutputType.String, "report", true)], workflow.Steps[1].Outputs.Select(o => (o.Name, o.Type, o.Source!, o.OrFinalText)));
    }

    [Fact]
    public void Import_RunFile_EachChangeIsSaidWithItsLine()
    {
        Assert.Equal(
            [
                "5:9 The agent 'claude' of 'defaults' is written in each step that names none.",
                "7:17 The time of 'defaults' is written as 'timeout_seconds' here.",
                "19:19 The file name of the output 'notes' is written as 'source' here.",
                "20:9 'description' of an output means nothing to a workflow here; it is kept as 'metadata.steps.look.outputs.notes.description'.",
                "24:80 The file declares no inputs; 'style' is declared as a text that is empty unless given.",
                "27:30 The type 'text' of the output 'report' is read as 'string'.",
            ],
            Warnings(Accepted(Whole)));
        Assert.Contains("description: What was found", Yaml(Whole), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("agent: claude", "claude", null)]
    [InlineData("agent: gpt-4", "openai", "gpt-4")]
    [InlineData("agent: claude-3-opus", "anthropic", "claude-3-opus")]
    [InlineData("agent: gemini-2.5-pro", "gemini", "gemini-2.5-pro")]
    [InlineData("agent: gpt-4, model: gpt-4.1", "openai", "gpt-4.1")]
    [Trait("Spec1", "WorkflowStep: agent, e.g. \"claude\", \"gpt-4\" (override)")]
    public void Import_AgentOrAModelInItsPlace_IsTheAgentWithThatModel(string agent, string expected, string? model)
    {
        var text = Head + $"  - {{id: a, prompt: Look, {agent}}}\n";

        var step = Assert.Single(One(text).Steps);

        Assert.Equal((expected, model), (step.Agent, step.Model));
        Assert.Equal(expected is not "claude", Warnings(Accepted(text)).Any(w => w.Contains($"is a model and no agent: the step 'a' is given to '{expected}' with that model", StringComparison.Ordinal)));
    }

    [Fact]
    public void Import_NoVersionNoAgentLongTimeout_IsTakenAndSaid()
    {
        var result = Accepted("name: My Notes\ndefaults: {timeout_secs: 9000}\nsteps:\n  - {id: Look_1, prompt: Look}\n");

        Assert.Equal("my-notes", Assert.Single(result.Created).Slug);
        Assert.Equal(
            [
                "1:1 The file has no 'version'; it is read as version \"1.0\".",
                "1:7 The name becomes 'my-notes'; the name as written is kept as the title.",
                "2:26 The time of 'defaults' is written as 'timeout_seconds' here.",
                "2:26 A step's time is 10 to 3600 seconds here; 9000 becomes 3600.",
                "4:5 The step 'Look_1' names no agent; it is given to 'claude'.",
                "4:10 The step's id becomes 'look_1'.",
            ],
            Warnings(result));
    }

    [Fact]
    public void Import_KeysWithoutMeaning_AreKeptInMetadata()
    {
        var workflow = One(Head + "  - {id: a, prompt: Go, mood: [calm, {x: 1.50}]}\nowner: platform\n");

        Assert.Equal("{\"owner\":\"platform\",\"steps\":{\"a\":{\"mood\":[\"calm\",{\"x\":1.5}]}}}", PlainValue.ToJson(workflow.Metadata));
    }

    [Fact]
    public void Import_DeclaredInputs_KeepTypeAndDefault()
    {
        var workflow = One("version: '1.0'\nname: tidy\ninputs:\n  - {name: description, type: string}\n  - {name: fast, type: boolean, default: true, label: Fast}\n  - {name: who, type: number, required: true}\nsteps:\n  - {id: a, agent: claude, prompt: '{{inputs.fast}} {{inputs.who}}'}\n");

        Assert.Equal([("fast", InputType.Boolean, true, false), ("who", InputType.String, null, true)], workflow.Inputs.Select(i => (i.Name, i.Type, i.Default, i.Required)));
    }

    [Theory]
    [InlineData("  - {id: a, type: command, prompt: ls}\n", "5:19 not-mappable A step of type 'command' cannot be imported; only steps of type 'agent' can.")]
    [InlineData("  - {id: a}\n", "5:5 missing-key The step 'a' needs 'prompt'.")]
    [InlineData("  - {id: a, prompt: x}\n  - {id: a, prompt: y}\n", "6:10 duplicate-name Two steps have the id 'a'.")]
    [InlineData("  - id: a\n    prompt: |\n      See {{steps.b.outputs.c}}\n", "7:13 unknown-step There is no step 'b' before this one; did you mean 'a'?")]
    [InlineData("  - id: a\n    prompt: |\n      Hi\n      {{inputs.x\n", "8:7 template-syntax The expression that begins here is never closed; '}}' is missing. For a brace before an expression, put a space between them.")]
    [InlineData("  - {id: a, prompt: '{{task}}'}\n", "5:24 unknown-name There is no 'task' in the prompt of a run file; names are 'inputs.NAME' and 'steps.ID.outputs.NAME'.")]
    [InlineData("  - {id: a, prompt: x, outputs: [{name: o, type: file}]}\n", "5:34 missing-key The file output 'o' needs the file's name under 'source', 'filename' or 'path'.")]
    [InlineData("  - {id: a, prompt: x, outputs: [{name: o, type: image}]}\n", "5:50 not-mappable 'image' is not a type of output; the types are: file, string.")]
    [InlineData("  - {id: a, prompt: x, outputs: [{name: o, type: file, path: ../o}]}\n", "5:5 output-path The step 'a' would not be valid here: The source of a file output is a relative path inside the workspace; '../o' leads out of it by '..'.")]
    [InlineData("  []\n", "5:3 no-steps The workflow has no steps.")]
    public void Import_WhatCannotBeSaidHere_RefusesTheFileWithItsLine(string steps, string fault) => Assert.Equal(fault, Refused(Head + steps));
}
