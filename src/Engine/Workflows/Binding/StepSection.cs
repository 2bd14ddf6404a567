using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary>One step of <c>steps</c>.</summary>
internal static class StepSection
{
    public const int MinTimeoutSeconds = 10;
    public const int MaxTimeoutSeconds = 3600;
    public const int DefaultTimeoutSeconds = 300;

    private static readonly SectionKeys Keys = new(
        "a step",
        ["id", "name", "needs", "env", "timeout_seconds", "retry", "continue_on_error", "outputs", "output_key", "prompt", "agent", "run", "shell"],
        [
            "when", "with", "secrets", "repository", "for_each", "verify", "expect_changes", "approval", "cache", "next", "max_visits", "priority", "feature",
            "task_type", "role", "acceptance_criteria", "done_when", "methodology", "iterate", "capabilities", "tools", "informs", "workflow",
        ]);

    public static StepDraft? Read(YamlNode node, DefaultsSection defaults, BindContext context)
    {
        if (SectionReader.Open(node, Keys, context) is not { } section)
        {
            return null;
        }

        if (section.Require("id", "'id: plan'") is not null)
        {
            section.Name("id", Patterns.Slug(), Patterns.SlugAllowed);
        }

        CheckKind(section);
        var prompt = section.TextNode("prompt");
        var draft = new StepDraft
        {
            Node = node,
            Id = section.Find("id") as ScalarNode is { Kind: ScalarKind.Text } id ? id : null,
            Name = section.Text("name"),
            Needs = Needs(section),
            Prompt = prompt,
            Run = section.TextNode("run"),
            Shell = Shell(section),
            Agent = AgentSection.Read(section.Find("agent"), context),
            Env = EnvSection.Read(section.Find("env"), context),
            Outputs = OutputSection.Read(section),
            TimeoutSeconds = section.Integer("timeout_seconds", MinTimeoutSeconds, MaxTimeoutSeconds),
            Retry = RetrySection.Read(section.Find("retry"), context),
            ContinueOnError = section.Flag("continue_on_error") ?? false,
        };
        var hasAgent = section.KeyOf("agent") is not null || section.KeyOf("capabilities") is not null || defaults.IsAgentWritten;
        if (prompt is not null && !hasAgent && section.KeyOf("run") is null)
        {
            context.Error(section.KeyOf("prompt")!, DiagnosticCodes.MissingAgent, "The prompt has no agent; write 'agent' in the step or in 'defaults'.");
        }

        return draft;
    }

    /// <summary>Exactly one of prompt, run, approval (as a mapping) and workflow; and no key of another kind.</summary>
    private static void CheckKind(SectionReader section)
    {
        var kinds = section.Node.Entries
            .Where(e => e.Key.Text is "prompt" or "run" or "workflow" || (e.Key.Text is "approval" && e.Value is not ScalarNode))
            .Select(e => e.Key).ToList();
        if (kinds.Count == 0)
        {
            section.Context.Error(section.Node, DiagnosticCodes.StepKind, "The step does nothing; it needs a 'prompt' for an agent or a 'run' for the shell.");
            return;
        }

        foreach (var second in kinds.Skip(1))
        {
            section.Context.Error(second, DiagnosticCodes.StepKind, $"The step has '{kinds[0].Text}' and '{second.Text}'; a step has exactly one of prompt, run, approval, workflow.");
        }

        var (foreign, why) = kinds[0].Text is "run" ? ("agent", "steps with a 'prompt'; this one has 'run'")
            : kinds[0].Text is "prompt" ? ("shell", "steps with a 'run'; this one has 'prompt'")
            : ("", "");
        if (kinds.Count == 1 && section.KeyOf(foreign) is { } key)
        {
            section.Context.Error(key, DiagnosticCodes.KeyNotForThis, $"'{foreign}' is for {why}.");
        }
    }

    private static IReadOnlyList<ScalarNode> Needs(SectionReader section) =>
        // one step may be named without a list, as in GitHub Actions
        section.Find("needs") is ScalarNode { Kind: ScalarKind.Text } one ? [one] : section.Texts("needs", "the id of a step");

    /// <summary>A program and its arguments: a text is split at spaces, a list is taken as it is.</summary>
    private static string[]? Shell(SectionReader section)
    {
        if (section.Find("shell") is not SequenceNode list)
        {
            return section.Text("shell")?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }

        if (list.Items.Count == 0)
        {
            section.Context.Error(list, DiagnosticCodes.WrongType, "'shell' names a program, such as '/bin/bash -e'; this is empty.");
        }

        return [.. list.Items.Select(i => SectionReader.AsText(i, "a part of 'shell'", section.Context)?.Text).OfType<string>()];
    }
}
