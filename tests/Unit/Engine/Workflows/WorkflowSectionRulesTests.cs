using Signalbox.Engine.Workflows;
using static Signalbox.Unit.Engine.Workflows.WorkflowText;

namespace Signalbox.Unit.Engine.Workflows;

/// <summary>The rules of the sections beside the steps, and of graphs: exact place, code and message.</summary>
public sealed class WorkflowSectionRulesTests
{
    [Theory]
    [InlineData("repositories: [web, api]", "5:10 missing-key", "The workflow works in several repositories, so the step 'a' needs a 'repository', one of: web, api.")]
    [InlineData("repositories: [web, web]", "3:21 duplicate-name", "'web' is in 'repositories' twice.")]
    [InlineData("ports: PORT", "3:8 wrong-type", "'ports' is a list; this is the text 'PORT'.")]
    [InlineData("ports: [my-port]", "3:9 bad-name", "The variable of a port is a letter or '_', then letters, digits and '_'; this is 'my-port'.")]
    [InlineData("ports: [PORT, PORT]", "3:15 duplicate-name", "'PORT' is in 'ports' twice.")]
    [InlineData("ports: [HOME]", "3:9 reserved-name", "'HOME' means something else to programs; the port needs another variable, such as PORT.")]
    [InlineData("ports: [SIGNALBOX_PORT]", "3:9 reserved-name", "'SIGNALBOX_PORT' means something else to programs; the port needs another variable, such as PORT.")]
    [InlineData("env: {PORT: '1'}\nports: [PORT]", "4:9 duplicate-name", "'PORT' is in 'ports' and in 'env'.")]
    [InlineData("ports: [A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T, U]", "3:69 out-of-range", "A workspace has at most 20 ports; this is one more.")]
    [InlineData("repositories: web", "3:15 wrong-type", "'repositories' is a list; this is the text 'web'.")]
    [InlineData("concurrency: {max_parallel: 0}", "3:29 out-of-range", "'max_parallel' is a whole number from 1 to 100; this is 0.")]
    [InlineData("concurrency: {when_busy: queue}", "3:15 key-not-for-this", "'when_busy' says what happens while the 'group' is busy, and there is no 'group'.")]
    [InlineData("concurrency: {group: g, when_busy: wait}", "3:36 not-allowed", "'wait' is not what a run does while its group is busy; it can: queue, cancel_running, reject.")]
    [InlineData("concurrency: {group: '{{steps.a.status}}'}", "3:25 unknown-name", "There is no 'steps' in the name of a group; names begin with one of: inputs, run, repository.")]
    [InlineData("limits: {max_cost_usd: 0}", "3:24 out-of-range", "'max_cost_usd' is a number from 0.01 to 1000000; this is 0.")]
    [InlineData("limits: {max_cost_usd: five}", "3:24 wrong-type", "'max_cost_usd' is a number from 0.01 to 1000000; this is the text 'five'.")]
    [InlineData("limits: {max_duration_minutes: 0.5}", "3:32 out-of-range", "'max_duration_minutes' is a whole number from 1 to 43200; this is 0.5.")]
    [InlineData("limits: {max_turns: 3}", "3:10 unknown-key", "'max_turns' is not a key of 'limits'; its keys are: max_cost_usd, max_duration_minutes.")]
    [InlineData("defaults: {env: {}}", "3:12 not-available", "'env' in 'defaults' is not available in this version of Signalbox.")]
    [InlineData("schedule: {cron: '* * * * *'}", "3:11 wrong-type", "'schedule' is a list; this is a mapping.")]
    [InlineData("schedule: [{time_zone: UTC}]", "3:12 missing-key", "A schedule needs 'cron', such as 'cron: \"0 6 * * 1-5\"'.")]
    [InlineData("schedule: [{cron: '* * * *'}]", "3:19 bad-cron", "The schedule '* * * *' cannot be read: it has 4 fields; there are five: minute, hour, day of month, month, day of week.")]
    [InlineData("schedule: [{cron: '60 * * * *'}]", "3:19 bad-cron", "The schedule '60 * * * *' cannot be read: the minute, '60', is '*', a number from 0 to 59, a range or a list of these.")]
    [InlineData("schedule: [{cron: '0 6 * * MON-FRI', time_zone: Europe/Berln}]", "3:49 unknown-time-zone", "There is no time zone 'Europe/Berln'; it is an IANA name, such as Europe/Berlin, or UTC.")]
    [InlineData("schedule: [{cron: '@daily'}]", "3:19 bad-cron", "The schedule '@daily' cannot be read: it has one field; there are five: minute, hour, day of month, month, day of week.")]
    [InlineData("schedule: [{cron: '* * * * *', misfire: all}]", "3:41 not-allowed", "'all' is not what a missed time does; it can: run_once, skip.")]
    [InlineData("schedule: [{cron: '* * * * *', inputs: {y: 1}}]", "3:44 bad-input", "The workflow has no input 'y'.")]
    public void Parse_SectionRuleBroken_SaysWhereAndWhat(string section, string place, string message) =>
        AssertOnly(Head + section + "\n" + Steps, place, message);

    [Theory]
    [InlineData("{n: {type: integer, max: 5}}", "{n: 6}", "4:44 bad-input", "The input 'n' must be a whole number, at most 5; this is 6.")]
    [InlineData("{n: {type: string, required: true}}", "{}", "4:40 bad-input", "The schedule gives no 'n', which is required: a text of at most 64 KiB.")]
    [InlineData("{n: {type: string}}", "[n]", "4:40 wrong-type", "'inputs' is a mapping of names to values; this is a list.")]
    public void Parse_InputsOfASchedule_AreBound(string inputs, string given, string place, string message) =>
        AssertOnly(Head + $"inputs: {inputs}\nschedule: [{{cron: '* * * * *', inputs: {given}}}]\n" + Steps, place, message);

    [Theory]
    [InlineData("{type: text, pattern: x}", "3:26 key-not-for-this", "'pattern' is for inputs of type string; 'x' is of type text.")]
    [InlineData("{type: string, pattern: '[a'}", "3:37 bad-pattern", "The pattern '[a' cannot be used: it is no regular expression (UnterminatedBracket at character 3).")]
    [InlineData("{type: string, pattern: 'a)|(b'}", "3:37 bad-pattern", "The pattern 'a)|(b' cannot be used: it is no regular expression (InsufficientOpeningParentheses at character 3).")]
    [InlineData("{type: string, pattern: '(?=a)'}", "3:37 bad-pattern", "The pattern '(?=a)' cannot be used: look-around, back references and atomic groups are not supported.")]
    [InlineData("{type: string, pattern: '(a{1000}){1000}'}", "3:37 bad-pattern", "The pattern '(a{1000}){1000}' cannot be used: its counts repeat too much; together they stay under 10,000.")]
    [InlineData("{type: string, pattern: '[A-Z]+-[0-9]+', default: 'doc-1'}", "3:63 wrong-type", "The default of 'x' must be a text of at most 64 KiB that matches '[A-Z]+-[0-9]+'; this is the text 'doc-1'.")]
    [InlineData("{type: string, min_length: 5, max_length: 2}", "3:55 out-of-range", "'max_length' is 2, which is below 'min_length', 5.")]
    [InlineData("{type: integer, min: 1.5}", "3:34 wrong-type", "'min' of an integer is a whole number; this is the number 1.5.")]
    [InlineData("{type: number, min: low}", "3:33 wrong-type", "'min' is a number; this is the text 'low'.")]
    [InlineData("{type: number, max: 1.5, default: 2}", "3:47 wrong-type", "The default of 'x' must be a number, at most 1.5; this is the number 2.")]
    [InlineData("{type: list, min_items: 3, max_items: 2}", "3:51 out-of-range", "'max_items' is 2, which is below 'min_items', 3.")]
    [InlineData("{type: list, default: a}", "3:35 wrong-type", "The default of 'x' must be a list of at most 1000 texts: as a JSON array, or separated by commas or on lines of their own; this is the text 'a'.")]
    [InlineData("{type: list, max_items: 1, default: [a, b]}", "3:49 wrong-type", "The default of 'x' must be a list of at most 1 texts: as a JSON array, or separated by commas or on lines of their own; this is a list.")]
    [InlineData("{type: string, max_items: 1}", "3:28 key-not-for-this", "'max_items' is for inputs of type list; 'x' is of type string.")]
    [InlineData("{type: file, max_bytes: 1048577}", "3:37 out-of-range", "'max_bytes' is a whole number from 1 to 1048576; this is 1048577.")]
    [InlineData("{type: secret, default: lower}", "3:37 wrong-type", "The default of 'x' must be the name of a configured secret, such as DEPLOY_TOKEN; this is the text 'lower'.")]
    [InlineData("{type: stringg}", "3:20 not-allowed", "'stringg' is not a type of input; did you mean 'string'?")]
    public void Parse_InputRuleBroken_SaysWhereAndWhat(string input, string place, string message) =>
        AssertOnly(Head + "inputs: {x: " + input + "}\n" + Steps, place, message);

    [Theory]
    [InlineData("  - {id: a, run: ls, next: [{to: c}]}", "5:34 unknown-step", "There is no step 'c' to go to; did you mean 'a'?")]
    [InlineData("  - {id: a, run: ls, next: [{to: publish}]}", "5:34 unknown-step", "There is no step 'publish' to go to; it can go to: a, done.")]
    [InlineData("  - {id: a, run: ls, next: [{when: true}]}", "5:29 missing-key", "An edge needs 'to', such as 'to: done'.")]
    [InlineData("  - {id: a, run: ls, next: {to: a}}", "5:28 wrong-type", "'next' is a list; this is a mapping.")]
    [InlineData("  - {id: a, run: ls, next: [{to: done, when: \"'x'\"}]}", "5:46 expression-type", "'when' is a condition, which is true or false; ''x'' is a text.")]
    [InlineData("  - {id: a, run: ls, next: [{to: done, when: steps.q.status == 'x'}]}", "5:46 unknown-step", "There is no step 'q'; did you mean 'a'?")]
    [InlineData("  - {id: a, run: ls}\n  - {id: b, run: ls}", "6:10 unreachable-step", "No path of edges leads from the first step, 'a', to 'b', so it would never run.")]
    [InlineData("  - {id: a, run: ls, next: [{to: b}]}\n  - {id: b, run: ls, needs: [a]}", "6:22 key-not-for-this", "A graph has no 'needs': its order comes from 'next'.")]
    [InlineData("  - {id: a, run: ls, verify: {run: ls}, iterate: {max: 2, until: verify}}", "5:41 key-not-for-this", "A graph has no 'iterate': write an edge back to the step, and 'max_visits'.")]
    [InlineData("  - {id: a, run: ls, max_visits: 101, next: [{to: a}]}", "5:34 out-of-range", "'max_visits' is a whole number from 1 to 100; this is 101.")]
    public void Parse_GraphRuleBroken_SaysWhereAndWhat(string steps, string place, string message) =>
        AssertOnly(Head + "type: graph\nsteps:\n" + steps + "\n", place, message);

    [Fact]
    public void Parse_EdgeAfterOneThatAlwaysHolds_Warns()
    {
        var warning = Assert.Single(Parse(Head + "type: graph\nsteps:\n  - {id: a, run: ls, next: [{to: done}, {to: a}]}\n").Diagnostics);

        Assert.Equal("w.yaml:5:46: warning edge-never-taken: This edge is never taken: the one before it, to 'done', has no 'when' and always holds.", warning.ToString());
    }

    [Fact]
    public void Parse_Graph_ReadsItsEdges()
    {
        var workflow = Valid(Head + """
            type: langgraph
            steps:
              - {id: test, run: ls, output_key: ok, max_visits: 5, next: [{to: fix, when: steps.test.outputs.ok == 'no'}, {to: done}]}
              - {id: fix, agent: codex, prompt: "{{steps.test.outputs.ok}} {{steps.fix.status}} {{steps.test.status}}", next: [{to: test}]}
            """);

        Assert.Equal(WorkflowType.Graph, workflow.Type);
        Assert.Equal(["fix", null], workflow.Step("test").Next.Select(e => e.To));
        Assert.Equal((5, 10), (workflow.Step("test").MaxVisits, workflow.Step("fix").MaxVisits));
        Assert.Equal("steps.test.outputs.ok == 'no'", workflow.Step("test").Next[0].When!.Text);
    }

    [Fact]
    public void Parse_StepNamedDone_IsAStep() =>
        Assert.Equal("done", Valid(Head + "type: graph\nsteps:\n  - {id: a, run: ls, next: [{to: done}]}\n  - {id: done, run: ls}\n").Steps[0].Next[0].To);

    private static void AssertOnly(string text, string place, string message)
    {
        var only = Only(Parse(text));
        Assert.Equal(place + " " + message, $"{only.Line}:{only.Column} {only.Code} {only.Message}");
    }
}
