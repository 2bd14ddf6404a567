using Signalbox.Engine.Workflows;

namespace Signalbox.Unit.Engine.Workflows;

/// <summary>Short ways to a workflow and to what was wrong with it.</summary>
internal static class WorkflowText
{
    private static readonly HashSet<string> Agents = new(StringComparer.Ordinal) { "claude", "codex", "shell" };

    /// <summary>A valid head of two lines; steps begin on line 3.</summary>
    public const string Head = "version: \"1.0\"\nname: sample\n";

    /// <summary>A valid step of two lines.</summary>
    public const string Steps = "steps:\n  - {id: a, run: ls}\n";

    public static WorkflowParseResult Parse(string text) => WorkflowParser.Parse(text, "w.yaml", Agents);

    public static WorkflowDefinition Valid(string text)
    {
        var result = Parse(text);
        Assert.True(result.IsValid, string.Join('\n', result.Diagnostics));
        return result.Definition!;
    }

    /// <summary><c>line:column code</c> of every diagnostic.</summary>
    public static string[] Places(WorkflowParseResult result) =>
        [.. result.Diagnostics.Select(d => $"{d.Line}:{d.Column} {d.Code}")];

    public static Diagnostic Only(WorkflowParseResult result)
    {
        Assert.Null(result.Definition);
        return Assert.Single(result.Diagnostics);
    }
}
