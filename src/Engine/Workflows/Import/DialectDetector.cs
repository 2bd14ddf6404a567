using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import;

/// <summary>Tells from the content which dialect a file is in; names of files say nothing reliable.</summary>
internal static class DialectDetector
{
    private static readonly string[] PlatformStepKeys =
    [
        "agent_id", "prompt_template", "input_mappings", "output", "condition", "dependencies", "retry_count", "retry_policy", "action",
    ];

    private static readonly string[] OurKeys = ["title", "key", "tags", "env", "schedule", "concurrency", "repositories", "limits"];

    private static readonly string[] OurStepKeys = ["needs", "run", "when", "with", "approval", "workflow", "for_each", "next", "verify", "secrets", "capabilities", "iterate"];

    /// <summary>The dialect; null when it is none.</summary>
    public static ImportDialect? Detect(MappingNode root)
    {
        var steps = Steps(root);
        return IsOrchestrator(root, steps) ? ImportDialect.Orchestrator
            : root.Find("workflows")?.Value is MappingNode ? ImportDialect.Platform
            : root.Find("tasks")?.Value is SequenceNode || root.Find("variables")?.Value is SequenceNode or MappingNode ? ImportDialect.Plan
            : IsFeatureSpec(root) ? ImportDialect.FeatureSpec
            : root.Find("steps") is null ? null
            : IsOurs(root, steps) ? ImportDialect.Signalbox
            : IsPlatform(root, steps) ? ImportDialect.Platform
            : ImportDialect.RunFile;
    }

    /// <summary>What a file is that none of the importers reads, as the end of a sentence; null when nobody knows.</summary>
    public static string? Other(MappingNode root) =>
        root.Find("trust_levels") is not null ? "It looks like a trust model; 'signalbox trust import' reads those."
        : root.Find("metrics") is not null && root.Find("period") is not null ? "It looks like compound metrics; 'signalbox metrics import' reads those."
        : root.Find("$schema") is not null || root.Find("$id") is not null ? "It looks like a JSON schema."
        : root.Find("stages") is not null ? "Its 'stages' describe the work of people and roles; a workflow has 'steps'."
        : null;

    private static List<MappingNode> Steps(MappingNode root) =>
        root.Find("steps")?.Value is SequenceNode list ? [.. list.Items.OfType<MappingNode>()] : [];

    private static bool IsOrchestrator(MappingNode root, List<MappingNode> steps) =>
        root.Find("workflow_orchestration") is not null || root.Find("selector_agent") is not null || steps.Exists(IsAgentStep)
        || (root.Find("workflows")?.Value is SequenceNode list && list.Items.OfType<MappingNode>().Any(w => Steps(w).Count > 0));

    private static bool IsAgentStep(MappingNode step) => step.Find("type")?.Value is ScalarNode { Text: "agent_task" or "agent_review" };

    private static bool IsFeatureSpec(MappingNode root) =>
        root.Find("feature")?.Value is MappingNode && (root.Find("tasks")?.Value is MappingNode || root.Find("requirements") is not null || root.Find("objective") is not null);

    private static bool IsOurs(MappingNode root, List<MappingNode> steps) =>
        OurKeys.Any(k => root.Find(k) is not null) || steps.Exists(s => OurStepKeys.Any(k => s.Find(k) is not null)) || root.Find("inputs")?.Value is MappingNode;

    private static bool IsPlatform(MappingNode root, List<MappingNode> steps) =>
        steps.Exists(s => PlatformStepKeys.Any(k => s.Find(k) is not null) || (s.Find("output_key") is not null && s.Find("outputs") is null))
        || root.Find("type")?.Value is ScalarNode { Text: "SIMPLE" or "LANGGRAPH" or "langgraph" } || root.Find("agents") is not null || root.Find("config") is not null;
}
