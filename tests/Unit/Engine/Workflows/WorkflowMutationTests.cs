using System.Text;
using Signalbox.Engine.Workflows;

namespace Signalbox.Unit.Engine.Workflows;

/// <summary>Broken on purpose, thousands of times: the parser answers with diagnostics, never with an exception.</summary>
public sealed class WorkflowMutationTests
{
    private const string Seed = """
        version: "1.0"
        name: sample
        metadata: &m {a: [1, 2.5, ~, 'x'], b: {c: *n}}
        inputs:
          issue: {type: string, required: true}
          level: {type: choice, options: [low, high], default: low}
          many: {type: list, max_items: 5, default: [a]}
        env: {A: "{{inputs.issue}}"}
        concurrency: {group: "{{inputs.level}}", when_busy: reject}
        schedule: [{cron: "*/5 1-3 * * mon", time_zone: UTC, inputs: {issue: x}}]
        steps:
          - id: a
            run: |
              echo "$A"
            outputs:
              - {name: o, type: file, source: a.txt}
            for_each: {in: inputs.many, as: one}
            when: "!contains(inputs.issue, 'x') && default(run.prompt, '') != 'y' || always()"
            with: {v: one, n: 5}
            verify: {run: make}
          - id: c
            approval: {question: "{{steps.a.status}}", form: {why: {type: text}}, deadline_minutes: 5}
            needs: [a]
          - id: b
            needs: [a]
            agent: claude
            prompt: >-
              {{#if inputs.issue}}Do {{upper (default inputs.issue "x")}}
              {{else if steps.a.outputs.o}}{{#each inputs}}{{@key}} {{../run.key}}{{/each}}{{/if}}
        """;

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", "{{", "}}", "{{#each ", "{{/each}}", "{{else}}", "(", ")", "'", "\"", ":", ": ", "- ", "\n", "\r\n", "\t", "  ", "&x ", "*x", "!", "!!str ",
        "|", ">", "|2-\n", "%", "@", "`", "#", "?", "? ", "---\n", "...\n", "%YAML 1.1\n", "\\", "\0", "\u0085", "\u2028", "\ud83d", "é", "~", "<<: ", "null", "..", "../", "0x", "\uFEFF", ",",
    ];

    [Fact]
    public void Parse_MutatedText_NeverThrows()
    {
        var random = new Random(20_240_607);
        for (var i = 0; i < 4_000; i++)
        {
            var text = new StringBuilder(Seed);
            for (var edits = random.Next(1, 8); edits > 0; edits--)
            {
                Mutate(text, random);
            }

            AssertAnswered(text.ToString(), WorkflowParser.Parse(text.ToString(), "w.yaml"));
        }
    }

    [Fact]
    public void Parse_MutatedBytes_NeverThrows()
    {
        var random = new Random(7);
        for (var i = 0; i < 1_000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(Seed);
            for (var edits = random.Next(1, 4); edits > 0; edits--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            AssertAnswered(Seed, WorkflowParser.Parse(bytes, "w.yaml"));
        }
    }

    [Fact]
    public void Parse_Soup_NeverThrows()
    {
        var random = new Random(11);
        for (var i = 0; i < 3_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(3) == 0 ? "a" : Pieces[random.Next(Pieces.Length)]));
            AssertAnswered(text, WorkflowParser.Parse(text, "w.yaml"));
        }
    }

    private static void AssertAnswered(string text, WorkflowParseResult result)
    {
        Assert.True(result.IsValid || result.Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error), text);
        Assert.All(result.Diagnostics, d =>
        {
            Assert.True(d is { Line: >= 1, Column: >= 1 }, text);
            Assert.DoesNotContain("YamlDotNet", d.Message, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain('\n', d.Message);
        });
    }

    private static void Mutate(StringBuilder text, Random random)
    {
        var at = random.Next(text.Length);
        switch (random.Next(3))
        {
            case 0:
                text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at));
                break;
            case 1:
                text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                break;
            default:
                text[at] = (char)random.Next(1, 128);
                break;
        }

        if (text.Length == 0)
        {
            text.Append('a');
        }
    }
}
