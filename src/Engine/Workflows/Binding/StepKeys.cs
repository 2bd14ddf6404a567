namespace Signalbox.Engine.Workflows.Binding;

/// <summary>A key of a step and the steps that have it.</summary>
internal sealed record StepKey(KeyInfo Info, StepKinds Kinds, bool GraphOnly = false);

/// <summary>The table of the keys of a step.</summary>
internal static class StepKeys
{
    public static readonly IntegerKey Timeout = new(StepSection.MinTimeoutSeconds, StepSection.MaxTimeoutSeconds);

    public static readonly SectionKeys VerifyKeys = new(
        "'verify'",
        [
            new("run", KeyShape.Text, "Command that exits 0 when the work is right; never filled in.", "'run: dotnet test'"),
            new("timeout_seconds", Timeout, "Longest time it may take; 300 when not written."),
        ]);

    public static readonly SectionKeys ForEachKeys = new(
        "'for_each'",
        [
            new("in", KeyShape.Expression, "The list, such as inputs.paths; at most 1,000 items.", "'in: inputs.paths'"),
            new("as", new TextKey(Name: NameRule.Name), "Name of the item in templates and expressions; item when not written."),
            new("max_parallel", new IntegerKey(1, 100), "Items at work at once; as many as the run allows when not written."),
        ]);

    public static readonly SectionKeys IterateKeys = new(
        "'iterate'",
        [
            new("max", new IntegerKey(1, 20), "Visits at most.", "'max: 5'"),
            new("until", FormatWords.Key("an end of the repetition", "the ends are", FormatWords.IterateUntils), "What must hold: verify exited 0, or the agent says that done_when holds.", "'until: verify'"),
        ]);

    public static readonly SectionKeys EdgeKeys = new(
        "an edge",
        [
            new("to", new TextKey(Name: NameRule.Slug), "Step to visit next; 'done' ends the path.", "'to: done'"),
            new("when", KeyShape.Expression, "Condition; without one the edge is always taken."),
        ]);

    /// <summary>Every key, in the order of the documentation.</summary>
    public static IReadOnlyList<StepKey> All { get; } =
    [
        new(new("id", new TextKey(Name: NameRule.Slug), "Id, unique in the workflow.", "'id: plan'"), StepKinds.All),
        new(new("name", KeyShape.Text, "Name for people."), StepKinds.All),
        new(new("needs", new EitherKey(new ListKey(new TextKey(Name: NameRule.Slug)), new TextKey(Name: NameRule.Slug)), "Steps that must have ended before."), StepKinds.All),
        new(new("when", KeyShape.Expression, "Condition under which the step runs; otherwise it is skipped."), StepKinds.All),
        new(new("with", new MapKey(NameRule.Name, KeyShape.Expression), "Values for the step's templates, as {{with.NAME}}; the inputs of a child run."), StepKinds.All),
        new(new("env", new MapKey(NameRule.Variable, KeyShape.Scalar), "Environment of the step, on top of the workflow's."), StepKinds.Work),
        new(new("secrets", new ListKey(KeyShape.Text), "Secrets that the step gets in its environment: names of configured ones, or of inputs of type secret."), StepKinds.Work),
        new(new("repository", KeyShape.Text, "Repository that the step works in."), StepKinds.Work | StepKinds.Workflow),
        new(new("timeout_seconds", Timeout, "Longest time of one attempt; 300 when not written."), StepKinds.Work),
        new(new("retry", new SectionKey(RetrySection.Keys), "What happens between the attempts."), StepKinds.Work),
        new(new("continue_on_error", KeyShape.Flag, "A failure of this step does not fail the run."), StepKinds.All),
        new(new("for_each", new SectionKey(ForEachKeys), "Runs the step once for each item of a list."), StepKinds.Work | StepKinds.Workflow),
        new(new("outputs", new ListKey(new SectionKey(OutputSection.Keys)), "What later steps can use."), StepKinds.Work | StepKinds.Workflow),
        new(new("output_key", new TextKey(Name: NameRule.Name), "Short for one string output: the final text."), StepKinds.Work),
        new(new("verify", new SectionKey(VerifyKeys), "Command that proves the work."), StepKinds.Work),
        new(new("expect_changes", KeyShape.Flag, "Success without a change in the workspace is a failure."), StepKinds.Work),
        new(new("approval", new EitherKey(new SectionKey(ApprovalSection.Keys), FormatWords.Key("an answer to whether changes need a person", "the answers are", FormatWords.ChangeApprovals)), "A question to a person; on a step with a prompt or a run: whether its changes need a person."), StepKinds.Work | StepKinds.Approval),
        new(new("task_type", KeyShape.Text, "Type of the work, such as documentation or security: the trust model may decide by it whether changes need a person."), StepKinds.Work),
        new(new("cache", KeyShape.Flag, "The answer may come from an earlier attempt with the same agent, model, options and prompt."), StepKinds.Agent),
        new(new("next", new ListKey(new SectionKey(EdgeKeys)), "Edges of a graph; the first that holds is taken, none ends the path."), StepKinds.All, GraphOnly: true),
        new(new("max_visits", new IntegerKey(1, 100), "Visits of this step in one run; 10 when not written."), StepKinds.All, GraphOnly: true),
        new(new("priority", new IntegerKey(-100, 100), "Of steps that could begin, those with more begin first."), StepKinds.All),
        new(new("informs", new ListKey(new TextKey(Name: NameRule.Slug)), "Steps that would like this one to begin before them; they do not wait."), StepKinds.All),
        new(new("iterate", new SectionKey(IterateKeys), "Repeats the step until it holds."), StepKinds.Work),
        new(new("acceptance_criteria", new ListKey(KeyShape.Text), "What must be true of the work; told to the agent."), StepKinds.Agent),
        new(new("done_when", KeyShape.Text, "When the work is done, in words; told to the agent."), StepKinds.Agent),
        new(new("methodology", FormatWords.Key("a methodology", "the methodologies are", FormatWords.Methodologies), "How the work is done; with TDD a change whose verify passed before it as well is flagged."), StepKinds.Work),
        new(new("prompt", KeyShape.Template, "What the agent is told: a template."), StepKinds.Agent),
        new(new("agent", AgentSection.Shape, "Agent: an id, or a provider with model and options."), StepKinds.Agent),
        new(new("capabilities", new ListKey(new TextKey(Name: NameRule.Slug), 1), "In place of an agent: what a worker must be able to do to claim the step."), StepKinds.Agent),
        new(new("role", new TextKey(Name: NameRule.Slug), "Role that a worker must have to claim the step, or that the agent takes."), StepKinds.Agent),
        new(new("tools", new SectionKey(ToolsSection.Keys), "The only tools that the agent may use, and the MCP servers that it gets."), StepKinds.Agent),
        new(new("feature", KeyShape.Template, "What the work belongs to: sessions of one feature and role go on with each other's progress; the workflow's name when not written. A template."), StepKinds.Agent),
        new(new("run", KeyShape.Text, "Script for the shell; never filled in, values come through env."), StepKinds.Shell),
        new(new("shell", new EitherKey(KeyShape.Text, new ListKey(KeyShape.Text, 1)), "Program and arguments that run the script; /bin/sh -e when not written."), StepKinds.Shell),
        new(new("workflow", new TextKey(Name: NameRule.Slug), "Workflow to start as a child run."), StepKinds.Workflow),
    ];

    private static readonly Dictionary<string, StepKinds> KindsByName = All.ToDictionary(k => k.Info.Name, k => k.Kinds, StringComparer.Ordinal);

    /// <summary>Whether a key is one of a step, but of a step of another kind.</summary>
    public static bool IsOfAnother(StepKinds kind, string key) => KindsByName.TryGetValue(key, out var kinds) && (kinds & kind) == StepKinds.None;

    public static SectionKeys Section { get; } = new("a step", [.. All.Select(k => k.Info)]);

    /// <summary>The key that makes a step one of a kind, and how it is told.</summary>
    public static IReadOnlyDictionary<string, (StepKinds Kind, string With)> KindKeys { get; } = new Dictionary<string, (StepKinds Kind, string With)>(StringComparer.Ordinal)
    {
        ["prompt"] = (StepKinds.Agent, "a 'prompt'"),
        ["run"] = (StepKinds.Shell, "a 'run'"),
        ["approval"] = (StepKinds.Approval, "a question under 'approval'"),
        ["workflow"] = (StepKinds.Workflow, "a 'workflow'"),
    };
}
