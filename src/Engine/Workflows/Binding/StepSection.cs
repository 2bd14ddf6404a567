using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary>One step of <c>steps</c>.</summary>
internal static class StepSection
{
    public const int MinTimeoutSeconds = 10;
    public const int MaxTimeoutSeconds = 3600;
    public const int DefaultTimeoutSeconds = 300;

    public static StepDraft? Read(YamlNode node, DefaultsSection defaults, BindContext context)
    {
        if (SectionReader.Open(node, StepKeys.Section, context) is not { } section)
        {
            return null;
        }

        section.TextNode("id");
        var kind = StepKind(section);
        var approval = section.Find("approval");
        var draft = new StepDraft
        {
            Section = section,
            Kind = kind,
            Id = section.Find("id") as ScalarNode is { Kind: ScalarKind.Text } id ? id : null,
            Name = section.Text("name"),
            Needs = Needs(section),
            When = ExpressionText.ReadCondition(section.Find("when"), "'when'", context),
            With = With(section),
            Prompt = section.TextNode("prompt"),
            Run = section.TextNode("run"),
            Workflow = section.TextNode("workflow"),
            Approval = kind == StepKinds.Approval && approval is MappingNode ? ApprovalSection.Read(approval, context) : null,
            ChangeApproval = approval is ScalarNode ? section.Word("approval", FormatWords.ChangeApprovals) : null,
            Shell = Shell(section),
            Agent = AgentSection.Read(section.Find("agent"), context),
            Env = EnvSection.Read(section.Find("env"), context),
            Secrets = section.Texts("secrets", "the name of a secret"),
            Repository = section.TextNode("repository"),
            Outputs = OutputSection.Read(section, isChild: kind == StepKinds.Workflow),
            TimeoutSeconds = section.Integer("timeout_seconds"),
            Retry = RetrySection.Read(section.Find("retry"), context),
            ContinueOnError = section.Flag("continue_on_error") ?? false,
            ForEach = ForEach(section),
            VerifyRun = (section.Find("verify") as MappingNode)?.Find("run")?.Value as ScalarNode,
            Verify = Verify(section),
            ExpectChanges = section.Flag("expect_changes") ?? false,
            Cache = section.Flag("cache") ?? false,
            Next = Next(section),
            MaxVisits = (int?)section.Integer("max_visits"),
            Priority = (int?)section.Integer("priority"),
            Informs = section.Texts("informs", "the id of a step"),
            Iterate = Iterate(section),
            AcceptanceCriteria = section.Texts("acceptance_criteria", "a criterion"),
            DoneWhen = section.Text("done_when"),
            Methodology = section.Word("methodology", FormatWords.Methodologies),
            Capabilities = section.Texts("capabilities", "a capability"),
            Role = section.TextNode("role"),
            Tools = ToolsSection.Read(section.Find("tools"), context),
            Feature = Feature(section),
            TaskType = section.Text("task_type")?.Trim(),
        };
        StepRules.Check(draft, defaults);
        return draft;
    }

    /// <summary>Exactly one of prompt, run, approval (a question) and workflow; and no key of another kind.</summary>
    private static StepKinds StepKind(SectionReader section)
    {
        var kinds = section.Node.Entries
            .Where(e => StepKeys.KindKeys.ContainsKey(e.Key.Text) && !(e.Key.Text is "approval" && e.Value is ScalarNode))
            .Select(e => e.Key).ToList();
        if (kinds.Count == 0)
        {
            section.Context.Error(section.Node, DiagnosticCodes.StepKind, "The step does nothing; it needs a 'prompt' for an agent, a 'run' for the shell, an 'approval' with a question, or a 'workflow' to start.");
            return StepKinds.Agent;
        }

        foreach (var second in kinds.Skip(1))
        {
            section.Context.Error(second, DiagnosticCodes.StepKind, $"The step has '{kinds[0].Text}' and '{second.Text}'; a step has exactly one of prompt, run, approval, workflow.");
        }

        var kind = StepKeys.KindKeys[kinds[0].Text].Kind;
        if (kinds.Count == 1 && section.Node.Entries.Any(e => StepKeys.IsOfAnother(kind, e.Key.Text)))
        {
            foreach (var key in StepKeys.All.Where(k => (k.Kinds & kind) == StepKinds.None))
            {
                if (section.KeyOf(key.Info.Name) is { } found)
                {
                    var right = StepKeys.KindKeys.Values.Where(k => (k.Kind & key.Kinds) != StepKinds.None).Select(k => k.With);
                    section.Context.Error(found, DiagnosticCodes.KeyNotForThis, $"'{key.Info.Name}' is for steps with {string.Join(" or ", right)}; this one has '{kinds[0].Text}'.");
                }
            }
        }

        return kind;
    }

    private static ScalarNode? Feature(SectionReader section) =>
        // what a template gives is checked when it is filled in
        section.TextNode("feature") is { } feature && (feature.Text.Contains("{{", StringComparison.Ordinal) || SectionReader.CheckName(feature, "'feature'", NameRule.Feature, section.Context)) ? feature : null;

    private static IReadOnlyList<ScalarNode> Needs(SectionReader section) =>
        // one step may be named without a list, as in GitHub Actions
        section.Find("needs") is ScalarNode { Kind: ScalarKind.Text } one ? [one] : section.Texts("needs", "the id of a step");

    private static List<(ScalarNode Name, ExpressionText Value)> With(SectionReader section)
    {
        var values = new List<(ScalarNode Name, ExpressionText Value)>();
        switch (section.Find("with"))
        {
            case null or ScalarNode { Kind: ScalarKind.Null }:
                break;
            case MappingNode mapping:
                foreach (var (name, node) in mapping.Entries)
                {
                    var named = SectionReader.CheckName(name, "a name under 'with'", NameRule.Name, section.Context);
                    if (ExpressionText.Read(node, Wording.Quote(name.Text), section.Context) is { } value && named)
                    {
                        values.Add((name, value));
                    }
                }

                break;
            case var other:
                section.Context.Error(other, DiagnosticCodes.WrongType, $"'with' is a mapping of names to expressions; this is {NodeWording.Describe(other)}.");
                break;
        }

        return values;
    }

    /// <summary>A program and its arguments: a text is split at spaces, a list is taken as it is.</summary>
    private static string[]? Shell(SectionReader section)
    {
        if (section.Find("shell") is not SequenceNode list)
        {
            return section.Find("shell") is not { } node ? null
                : SectionReader.AsText(node, "'shell'", section.Context)?.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }

        if (list.Items.Count == 0)
        {
            section.Context.Error(list, DiagnosticCodes.WrongType, "'shell' names a program, such as '/bin/bash -e'; this is empty.");
        }

        return [.. list.Items.Select(i => SectionReader.AsText(i, "a part of 'shell'", section.Context)?.Text).OfType<string>()];
    }

    private static ForEachDraft? ForEach(SectionReader step)
    {
        if (step.Find("for_each") is not { } node || SectionReader.Open(node, StepKeys.ForEachKeys, step.Context) is not { } section)
        {
            return null;
        }

        var name = section.TextNode("as");
        return new ForEachDraft(ExpressionText.Read(section.Find("in"), "'in'", step.Context), name, name?.Text ?? "item", (int?)section.Integer("max_parallel"));
    }

    private static VerifyDefinition? Verify(SectionReader step)
    {
        if (step.Find("verify") is not { } node || SectionReader.Open(node, StepKeys.VerifyKeys, step.Context) is not { } section)
        {
            return null;
        }

        var seconds = section.Integer("timeout_seconds") ?? DefaultTimeoutSeconds;
        return section.Text("run") is { } run ? new VerifyDefinition(run, TimeSpan.FromSeconds(seconds)) : null;
    }

    private static IterateDefinition? Iterate(SectionReader step)
    {
        if (step.Find("iterate") is not { } node || SectionReader.Open(node, StepKeys.IterateKeys, step.Context) is not { } section)
        {
            return null;
        }

        var (max, until) = (section.Integer("max"), section.Word("until", FormatWords.IterateUntils));
        return max is null || until is null ? null : new IterateDefinition((int)max, until.Value);
    }

    private static List<EdgeDraft> Next(SectionReader step)
    {
        var edges = new List<EdgeDraft>();
        foreach (var item in step.Items("next"))
        {
            if (SectionReader.Open(item, StepKeys.EdgeKeys, step.Context) is not { } section)
            {
                continue;
            }

            var when = ExpressionText.ReadCondition(section.Find("when"), "'when'", step.Context);
            if (section.TextNode("to") is { } to)
            {
                edges.Add(new EdgeDraft(to, when));
            }
        }

        return edges;
    }
}
