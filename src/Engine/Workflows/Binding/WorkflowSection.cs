using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary>The whole file: reads every section, checks across them, and builds the definition when nothing is wrong.</summary>
internal sealed class WorkflowSection
{
    public static readonly SectionKeys Keys = new(
        "a workflow",
        [
            new("version", new EitherKey(new WordKey("a version", "the version is", ["1.0"]), new NumberKey(1, 1)), "Version of the format.", "'version: \"1.0\"'"),
            new("name", new TextKey(Name: NameRule.Slug), "The slug that people type.", "'name: plan-and-implement'"),
            new("title", KeyShape.Text, "Title for people."),
            new("key", new TextKey(Name: NameRule.Key), "Prefix of run keys; taken from the name when not written."),
            new("description", KeyShape.AnyText, "What it does."),
            new("type", FormatWords.Key("a type of workflow", "the types are", FormatWords.WorkflowTypes), "simple: steps wait for what they need. graph: edges lead from step to step, loops allowed."),
            new("tags", new ListKey(KeyShape.Text), "Words to find it by."),
            new("metadata", KeyShape.FreeMapping, "Whatever a team wants to keep with it."),
            new("repositories", new ListKey(KeyShape.Text), "Repositories that it works on; the one that a run is started for when not written."),
            new("inputs", new MapKey(NameRule.Name, new SectionKey(InputSection.Keys)), "What a run is given."),
            new("env", new MapKey(NameRule.Variable, KeyShape.Scalar), "Environment of every step; values are templates."),
            new("ports", new ListKey(new TextKey(Name: NameRule.Variable)), "Variables that hold a free port of the machine each, other ones for each workspace of each run."),
            new("defaults", new SectionKey(DefaultsSection.Keys), "What a step has when it does not say."),
            new("concurrency", new SectionKey(RunSections.ConcurrencyKeys), "What may be at work at once."),
            new("limits", new SectionKey(RunSections.LimitKeys), "Limits of a run."),
            new("schedule", new ListKey(new SectionKey(ScheduleSection.Keys)), "When it starts by itself."),
            new("steps", new ListKey(new SectionKey(StepKeys.Section), 1), "The steps; the first is where a graph begins."),
        ]);

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
        var name = section.TextNode("name");
        var isGraph = section.Word("type", FormatWords.WorkflowTypes) == WorkflowType.Graph;
        var key = section.Text("key");
        var title = section.Text("title");
        var description = section.Text("description");
        var tags = section.Texts("tags", "a tag");
        var metadata = MetadataSection.Read(section.Find("metadata"), context);
        var repositories = section.Texts("repositories", "a repository");
        var inputs = InputSection.Read(section.Find("inputs"), context);
        var env = EnvSection.Read(section.Find("env"), context);
        var ports = PortNames.Read(section, env);
        var defaults = DefaultsSection.Read(section.Find("defaults"), context);
        var (concurrency, group) = RunSections.Concurrency(section.Find("concurrency"), context);
        var limits = RunSections.Limits(section.Find("limits"), context);
        var schedule = ScheduleSection.Read(section, inputs);
        var steps = Steps(defaults);
        var graph = new StepGraph(steps, context);
        RepositoryChecks.Check(repositories, steps, context);
        new WorkflowChecks(steps, graph, isGraph, context).Check(inputs, env, ports, group);
        return context.Bag.HasErrors ? null : new WorkflowDefinition
        {
            Version = "1.0",
            Name = name!.Text,
            Title = title,
            Key = key ?? DeriveKey(name.Text),
            Description = description,
            Type = isGraph ? WorkflowType.Graph : WorkflowType.Simple,
            Tags = [.. tags.Select(t => t.Text)],
            Metadata = metadata,
            Repositories = [.. repositories.Select(r => r.Text)],
            Inputs = inputs,
            Env = EnvSection.ToDictionary(env),
            Ports = [.. ports.Select(p => p.Text)],
            Concurrency = concurrency,
            Limits = limits,
            Schedule = schedule,
            Steps = [.. steps.Select(s => StepBuilder.Build(s, defaults, graph))],
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
        var node = section.Find("version");
        // the number 1.0 reads as "1.0", as its text does
        if (node is not (null or ScalarNode { Text: "1.0" }))
        {
            context.Error(node, DiagnosticCodes.NotAllowed, $"The version of the format is \"1.0\"; this is {NodeWording.Describe(node)}.");
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
}
