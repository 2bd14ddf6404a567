using System.Text;
using System.Text.RegularExpressions;
using Signalbox.Engine.Workflows;

namespace Signalbox.Unit.Engine.Workflows;

/// <summary>Broken on purpose, thousands of times: the parser answers with diagnostics, never with an exception.</summary>
public sealed class WorkflowMutationTests
{
    private const string Seed = """
        version: "1.0"
        name: sample
        metadata: {a: &m [1, 2.5, ~, 'x'], b: {c: *m}}
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

    /// <summary>Values of every kind, right and wrong, to stand in place of any other.</summary>
    private static readonly string[] Values =
    [
        "5", "-1", "1e400", "true", "~", "[]", "[x, 1]", "{}", "{a: b, in: inputs.many}", "''", "\"{{inputs.issue}}\"", "\"{{#each x\"", "inputs.many", "\"a == 'b' && (\"", "always()", "graph", "list", "secret", "a", "b", "c",
        "\"* * * * *\"", "\"((((\"", "99999999999999999999", "0.5", "[[[[]]]]", "{to: a}", "[{to: a, when: inputs.x}]", "done", "\"\\ud83d\"", "always", "{question: q}", "{max: 3, until: verify}",
    ];

    [Fact]
    public void Parse_Seed_IsValid() => Assert.True(WorkflowText.Parse(Seed).IsValid, string.Join('\n', WorkflowText.Parse(Seed).Diagnostics));

    [Fact]
    public void Parse_MutatedValues_NeverThrows()
    {
        var random = new Random(99);
        var value = new Regex("(?<=: )[^ {}\\[\\],\\n|>]+", RegexOptions.None, TimeSpan.FromSeconds(1));
        var faults = 0;
        for (var i = 0; i < 4_000; i++)
        {
            var text = random.Next(2) == 0 ? Seed : WorkflowFormatTests.Page;
            for (var edits = random.Next(1, 4); edits > 0; edits--)
            {
                var found = value.Matches(text);
                var at = found[random.Next(found.Count)];
                text = text[..at.Index] + Values[random.Next(Values.Length)] + text[(at.Index + at.Length)..];
            }

            var result = WorkflowParser.Parse(text, "w.yaml");

            AssertAnswered(text, result);
            faults += result.Diagnostics.All(d => d.Code is not "syntax") ? result.Diagnostics.Count : 0;
        }

        // most of them get past the syntax, or the test shows nothing about the rules
        Assert.True(faults > 4_000, $"{faults} faults of meaning");
    }

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
