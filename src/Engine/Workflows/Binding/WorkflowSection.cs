using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary>The whole file: reads every section, checks across them, and builds the definition when nothing is wrong.</summary>
internal sealed class WorkflowSection
{
    private static readonly SectionKeys Keys = new(
        "a workflow",
        ["version", "name", "title", "key", "description", "type", "tags", "metadata", "inputs", "env", "defaults", "steps"],
        ["repositories", "concurrency", "limits", "schedule"]);

    private static readonly RetryCause[] EveryCause = [RetryCause.Error, RetryCause.Timeout, RetryCause.RateLimit, RetryCause.Interrupted];

    private readonly BindContext context;
    private readonly SectionReader section;

    private WorkflowSection(SectionReader section)
    {
        this.section = section;
        context = section.Context;
    }

    /// <summary>Null when there is an error; the diagnostics are in the context.</summary>
    public static WorkflowDefinition? Read(YamlNode root, BindContext context) =>
        SectionReader.Open(root, Keys, context) is { } section ? new WorkflowSection(section).Read() : null;

    private WorkflowDefinition? Read()
    {
        Version();
        var name = section.Require("name", "'name: plan-and-implement'") is null ? null : section.Name("name", Patterns.Slug(), Patterns.SlugAllowed);
        Type();
        var key = section.Name("key", Patterns.Key(), Patterns.KeyAllowed)?.Text;
        var title = section.Text("title");
        var description = section.Text("description", mayBeEmpty: true);
        var tags = section.Texts("tags", "a tag");
        var metadata = MetadataSection.Read(section.Find("metadata"), context);
        var inputs = InputSection.Read(section.Find("inputs"), context);
        var env = EnvSection.Read(section.Find("env"), context);
        var defaults = DefaultsSection.Read(section.Find("defaults"), context);
        var steps = Steps(defaults);
        Across(inputs, env, steps);
        return context.Bag.HasErrors ? null : new WorkflowDefinition
        {
            Version = "1.0",
            Name = name!.Text,
            Title = title,
            Key = key ?? DeriveKey(name.Text),
            Description = description,
            Tags = [.. tags.Select(t => t.Text)],
            Metadata = metadata,
            Inputs = inputs,
            Env = EnvSection.ToDictionary(env),
            Steps = [.. steps.Select(s => Build(s, defaults))],
        };
    }

    /// <summary>The first word of a name in upper case, letters and digits only, at most ten.</summary>
    private static string DeriveKey(string name)
    {
        var letters = name.Split('-')[0].Where(char.IsAsciiLetterOrDigit).Take(10);
        return string.Concat(letters).ToUpperInvariant();
    }

    private void Version()
    {
        var node = section.Require("version", "'version: \"1.0\"'");
        // the number 1.0 reads as "1.0", as its text does
        if (node is not (null or ScalarNode { Text: "1.0" }))
        {
            context.Error(node, DiagnosticCodes.NotAllowed, $"The version of the format is \"1.0\"; this is {NodeWording.Describe(node)}.");
        }
    }

    private void Type()
    {
        switch (section.TextNode("type"))
        {
            case null or { Text: "simple" }:
                break;
            case { Text: "graph" or "langgraph" } later:
                context.NotAvailable(later, $"The workflow type '{later.Text}'");
                break;
            case var other:
                context.Error(other, DiagnosticCodes.NotAllowed, $"{Wording.Quote(other.Text)} is not a type of workflow; the types are: simple, graph.");
                break;
        }
    }

    private List<StepDraft> Steps(DefaultsSection defaults)
    {
        if (section.Find("steps") is null or ScalarNode { Kind: ScalarKind.Null } or SequenceNode { Items.Count: 0 })
        {
            context.Error(section.Find("steps") ?? section.Node, DiagnosticCodes.NoSteps, "A workflow needs at least one step under 'steps'.");
            return [];
        }

        return [.. section.Items("steps").Select(s => StepSection.Read(s, defaults, context)).OfType<StepDraft>()];
    }

    private void Across(IReadOnlyList<InputDefinition> inputs, IReadOnlyList<MappingEntry> env, List<StepDraft> steps)
    {
        var graph = new StepGraph(steps, context);
        graph.Check(steps);
        var names = new TemplateNames(inputs, env, graph);
        CheckEnv(env, names.ForWorkflowEnv);
        foreach (var step in steps)
        {
            CheckEnv(step.Env, () => names.ForStepEnv(step));
            if (step.Prompt is not null && HasBraces(step.Prompt))
            {
                TemplateCheck.Template(step.Prompt, names.ForPrompt(step), context);
            }

            if (step.Run is not null)
            {
                TemplateCheck.Run(step.Run, context);
            }
        }
    }

    private void CheckEnv(IReadOnlyList<MappingEntry> env, Func<Templates.TemplateShape> names)
    {
        var templates = env.Select(e => (ScalarNode)e.Value).Where(HasBraces).ToList();
        if (templates.Count > 0)
        {
            var shape = names();
            templates.ForEach(t => TemplateCheck.Template(t, shape, context));
        }
    }

    /// <summary>Braces, or a text so long that the scanner must refuse it.</summary>
    private static bool HasBraces(ScalarNode node) =>
        node.Text.Contains("{{", StringComparison.Ordinal) || node.Text.Length > Templates.PromptTemplate.MaxTemplateBytes / 3;

    private StepDefinition Build(StepDraft step, DefaultsSection defaults)
    {
        var agent = step.Run is null ? step.Agent ?? defaults.Agent : null;
        var built = new StepDefinition
        {
            Id = step.Id!.Text,
            Name = step.Name ?? step.Id.Text,
            Line = context.Bag.Source.Position(step.Node.Start).Line,
            Kind = step.Run is null ? StepKind.Agent : StepKind.Shell,
            Needs = [.. step.Needs.Select(n => n.Text)],
            Agent = agent?.Id ?? "shell",
            Model = agent?.Model,
            Prompt = step.Prompt?.Text,
            Run = step.Run?.Text,
            Env = EnvSection.ToDictionary(step.Env),
            Timeout = TimeSpan.FromSeconds(step.TimeoutSeconds ?? defaults.TimeoutSeconds ?? StepSection.DefaultTimeoutSeconds),
            Retry = new RetryDefinition { MaxAttempts = step.Retry.MaxAttempts ?? defaults.Retry.MaxAttempts ?? 1, On = step.Retry.On ?? defaults.Retry.On ?? EveryCause },
            ContinueOnError = step.ContinueOnError,
            Outputs = step.Outputs,
        };
        built = agent is null ? built : built with { AgentOptions = agent.Options };
        return step.Shell is null ? built : built with { Shell = step.Shell };
    }
}
