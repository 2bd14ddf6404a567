using System.Globalization;
using System.Text;

namespace Signalbox.Bench.Configuration;

/// <summary>Workflow files as teams write them, each different.</summary>
internal static class SampleWorkflows
{
    /// <summary>Steps of each.</summary>
    public const int Steps = 4;

    public static IReadOnlySet<string> Agents { get; } = new HashSet<string>(["claude", "codex", "shell"], StringComparer.Ordinal);

    public static IReadOnlyList<(string Name, byte[] Utf8)> Make(int count) =>
        [.. Enumerable.Range(1, count).Select(i => ($"workflow-{i}.yaml", Encoding.UTF8.GetBytes(One(i))))];

    private static string One(int i)
    {
        var number = i.ToString(CultureInfo.InvariantCulture);
        return $$$"""
            version: "1.0"
            name: change-{{{number}}}
            title: Change number {{{number}}}
            key: C{{{number}}}
            description: Plans a change of module {{{number}}}, makes it, tests it and sums it up.
            tags: [team-{{{i % 17}}}, change]
            inputs:
              goal: {type: string, required: true, max_length: {{{500 + i}}}}
              depth: {type: integer, default: {{{1 + i % 9}}}, min: 1, max: 10}
              style: {type: choice, options: [careful, quick, style-{{{number}}}], default: careful}
            env:
              MODULE: "module-{{{number}}}"
              DEPTH: "{{inputs.depth}}"
            defaults:
              timeout_seconds: {{{600 + i}}}
            steps:
              - id: plan
                name: Plan module {{{number}}}
                agent: claude
                prompt: |
                  Plan this change of module {{{number}}}: {{inputs.goal}}
                  Look {{inputs.depth}} levels deep. Write the plan to plan.md.
                  {{#if (eq inputs.style "careful")}}Name every risk.{{/if}}
                outputs:
                  - {name: plan, type: file, source: plan.md}
              - id: implement
                needs: [plan]
                agent: codex
                prompt: |
                  Implement this plan in module {{{number}}}:
                  {{steps.plan.outputs.plan}}
                output_key: summary
              - id: test
                needs: [implement]
                env: {LEVEL: "{{inputs.depth}}"}
                run: |
                  set -eu
                  echo "testing $MODULE at $LEVEL"
                  make -C "$MODULE" test > report.txt
                outputs:
                  - {name: report, type: file, source: report.txt}
              - id: review
                needs: [test]
                agent: claude
                prompt: |
                  Review the change of module {{{number}}}. What was done: {{steps.implement.outputs.summary}}
                  The tests say: {{steps.test.outputs.report}}
            """;
    }
}
