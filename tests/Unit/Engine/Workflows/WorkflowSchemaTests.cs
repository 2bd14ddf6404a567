using System.Text.Json;
using System.Text.Json.Nodes;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Binding;
using Signalbox.Engine.Workflows.Yaml;
using static Signalbox.Unit.Engine.Workflows.WorkflowText;

namespace Signalbox.Unit.Engine.Workflows;

/// <summary>The schema says what the parser does, as far as a schema can.</summary>
public sealed class WorkflowSchemaTests
{
    private static readonly JsonObject Schema = JsonNode.Parse(WorkflowSchema.Generate())!.AsObject();

    public static TheoryData<string> Valid =>
    [
        WorkflowFormatTests.Page,
        WorkflowFormatTests.Graph,
        WorkflowDefinitionTests.Full,
        Head + Steps,
        Head + "inputs:\nenv:\ntags:\n" + Steps,
        Head + "inputs: {c: {type: choice, options: [1, a], default: 1}, n: {type: number, min: 0.5}, l: {type: list, max_items: 3, item_max_length: 5}, f: {type: file, max_bytes: 10}}\n" + Steps,
    ];

    public static TheoryData<string> Invalid =>
    [
        "name: a\n" + Steps,
        "version: '2.0'\nname: a\n" + Steps,
        "version: '1.0'\nname: Big\n" + Steps,
        Head,
        Head + "steps: []\n",
        Head + "titel: x\n" + Steps,
        Head + "type: loop\n" + Steps,
        Head + "inputs: {x: {type: strng}}\n" + Steps,
        Head + "inputs: {x: {type: string, min: 5}}\n" + Steps,
        Head + "inputs: {x: {type: choice}}\n" + Steps,
        Head + "concurrency: {max_parallel: 0}\n" + Steps,
        Head + "schedule: [{time_zone: UTC}]\n" + Steps,
        Head + "limits: {max_cost_usd: five}\n" + Steps,
        Head + "env: {A: [x]}\n" + Steps,
        Head + "env: {'A B': x}\n" + Steps,
        Head + "defaults: {timeout_seconds: 9}\n" + Steps,
        Head + "steps:\n  - {id: a}\n",
        Head + "steps:\n  - {run: ls}\n",
        Head + "steps:\n  - {id: a, run: ls, prompt: hi, agent: codex}\n",
        Head + "steps:\n  - {id: a, run: ls, agent: codex}\n",
        Head + "steps:\n  - {id: a, run: ls, cache: true}\n",
        Head + "steps:\n  - {id: a, approval: always}\n",
        Head + "steps:\n  - {id: a, approval: {question: q}, env: {A: b}}\n",
        Head + "steps:\n  - {id: a, run: ls, approval: maybe}\n",
        Head + "steps:\n  - {id: a, run: ls, next: [{to: a}]}\n",
        Head + "type: graph\nsteps:\n  - {id: a, run: ls, needs: [a]}\n",
        Head + "steps:\n  - {id: a, run: ls, retry: {max_attempts: 7}}\n",
        Head + "steps:\n  - {id: a, run: ls, retry: {on: [eror]}}\n",
        Head + "steps:\n  - {id: a, run: ls, outputs: [{name: f, type: text}]}\n",
        Head + "steps:\n  - {id: a, run: ls, for_each: {as: p}}\n",
        Head + "steps:\n  - {id: a, run: ls, iterate: {max: 21, until: verify}}\n",
        Head + "steps:\n  - {id: a, run: ls, tools: {}}\n",
    ];

    [Theory]
    [MemberData(nameof(Valid))]
    public void Generate_ValidWorkflow_Fits(string text)
    {
        Assert.DoesNotContain(Parse(text).Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
        Assert.Empty(new SchemaChecker(Schema).Check(Json(text)));
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Generate_BrokenWorkflow_DoesNotFit(string text)
    {
        Assert.False(Parse(text).IsValid);
        Assert.NotEmpty(new SchemaChecker(Schema).Check(Json(text)));
    }

    [Fact]
    public void Generate_EveryKey_SaysWhatItIsFor()
    {
        var mappings = Schema["definitions"]!.AsObject().Select(d => d.Value!.AsObject()).Append(Schema).ToList();

        Assert.Equal(17, mappings.Count);
        foreach (var (name, key) in mappings.SelectMany(m => m["properties"]!.AsObject()))
        {
            Assert.True(key!["description"]?.GetValue<string>().EndsWith('.'), name);
        }
    }

    [Fact]
    public void Generate_Twice_IsTheSame()
    {
        Assert.Equal(WorkflowSchema.Generate(), new SchemaWriter().Write());
        Assert.Equal("http://json-schema.org/draft-07/schema#", Schema["$schema"]!.GetValue<string>());
        Assert.DoesNotContain("\\\\z", WorkflowSchema.Generate(), StringComparison.Ordinal);
    }

    /// <summary>A workflow as the JSON that an editor checks.</summary>
    internal static JsonNode? Json(string yaml) =>
        JsonSerializer.SerializeToNode(NodeWording.ToPlain(YamlComposer.Compose(new DiagnosticBag("w.yaml", new SourceText(yaml)))!));
}
