using Signalbox.Engine.Workflows.Templates;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary>The names that the templates and expressions of a workflow may use at each place, as far as they are known before a run.</summary>
internal sealed class StepNames(IReadOnlyList<InputDefinition> inputs, IReadOnlyList<string> variables, StepGraph graph, bool isGraph)
{
    /// <summary>Names that no loop variable may have.</summary>
    public static readonly string[] Roots = ["inputs", "steps", "run", "repository", "messages", "env", "with"];

    /// <summary>Room for all names at the top and an item.</summary>
    private const int MostRoots = 12;

    private static readonly ObjectShape Run = Names("run", ["key", "id", "prompt"]);

    private static readonly ObjectShape Learnings = new(
        TemplateHelpers.Learnings,
        TemplateHelpers.LearningKinds.ToDictionary(k => k, _ => TemplateShape.Scalar, StringComparer.Ordinal),
        kind => (DiagnosticCodes.TemplateHelper, $"There are no learnings {Wording.Quote(kind)}{Wording.Hint(kind, TemplateHelpers.LearningKinds, "the kinds are")}"));

    private readonly ObjectShape inputNames = new("inputs", inputs.DistinctBy(i => i.Name, StringComparer.Ordinal).ToDictionary(
        i => i.Name,
        i => i.Type == InputType.List ? new ListShape(TemplateShape.Scalar) : TemplateShape.Scalar,
        StringComparer.Ordinal));

    // several places of one step, and all that come after a step, know the same of it
    private readonly Dictionary<StepDraft, ObjectShape> stepsBefore = [];
    private readonly Dictionary<StepDraft, ObjectShape> stepShapes = [];

    /// <summary>What <c>env</c> of the whole workflow may use: it is the same for every step.</summary>
    public ObjectShape ForWorkflowEnv(IReadOnlyList<string> ports) => Root("'env' of the workflow", new(StringComparer.Ordinal) { ["env"] = Names("env", ports) });

    /// <summary>What the name of a concurrency group may use: it is settled before the run begins.</summary>
    public ObjectShape ForGroup() => Root("the name of a group", new(StringComparer.Ordinal));

    /// <summary>What <c>feature</c> of a step may use: what is known when the run starts.</summary>
    public ObjectShape ForFeature() => Root("a feature", new(StringComparer.Ordinal));

    /// <summary>What <c>env</c> of a step may use: the workflow's variables, not its own.</summary>
    public ObjectShape ForStepEnv(StepDraft step, TemplateShape? item) => ForTemplate(step, item, variables, "'env' of a step");

    /// <summary>What a prompt or a question may use.</summary>
    public ObjectShape ForPrompt(StepDraft step, TemplateShape? item) => ForTemplate(step, item, step.Env.Count == 0 ? variables : [.. variables, .. step.Env.Select(e => e.Key.Text)], step.Approval is null ? "a prompt" : "a question");

    /// <summary>What <c>for_each.in</c> may use: there is no item yet.</summary>
    public ObjectShape ForList(StepDraft step) => ForExpression(Steps(step, own: false), variables);

    /// <summary>What <c>with</c> may use.</summary>
    public ObjectShape ForWith(StepDraft step, TemplateShape? item) => ForExpression(Steps(step, own: false), variables, (step, item));

    /// <summary>What <c>when</c> may use.</summary>
    public ObjectShape ForWhen(StepDraft step) => ForExpression(Steps(step, own: false), variables, with: With(step, perItem: step.ForEach is not null));

    /// <summary>What <c>next.when</c> may use: the step has ended, so its own outcome is there.</summary>
    public ObjectShape ForNext(StepDraft step) => ForExpression(Steps(step, own: true), variables, with: With(step, perItem: step.ForEach is not null));

    private ObjectShape ForTemplate(StepDraft step, TemplateShape? item, IEnumerable<string> known, string where)
    {
        var steps = Steps(step, own: false);
        var names = new Dictionary<string, TemplateShape>(MostRoots, StringComparer.Ordinal)
        {
            ["steps"] = steps,
            ["env"] = Names("env", known),
            ["messages"] = TemplateShape.Scalar,
            ["with"] = With(step, perItem: false),
            [TemplateHelpers.Checkpoints] = new ObjectShape(TemplateHelpers.Checkpoints, steps.Names.Keys.ToDictionary(n => n, _ => TemplateShape.Scalar, StringComparer.Ordinal), steps.Explain),
            [TemplateHelpers.Learnings] = Learnings,
            [TemplateHelpers.Now] = TemplateShape.Scalar,
        };
        AddItem(names, step, item);
        return Root(where, names);
    }

    private ObjectShape ForExpression(ObjectShape steps, IEnumerable<string> known, (StepDraft Step, TemplateShape? Shape)? item = null, ObjectShape? with = null)
    {
        var names = new Dictionary<string, TemplateShape>(MostRoots, StringComparer.Ordinal)
        {
            ["steps"] = steps,
            ["env"] = Names("env", known),
            ["messages"] = TemplateShape.Scalar,
        };
        if (with is not null)
        {
            names["with"] = with;
        }

        if (item is { } loop)
        {
            AddItem(names, loop.Step, loop.Shape);
        }

        return Root("an expression", names);
    }

    private static void AddItem(Dictionary<string, TemplateShape> names, StepDraft step, TemplateShape? item)
    {
        if (item is not null)
        {
            names.TryAdd(step.ForEach!.As, item);
        }
    }

    private ObjectShape Root(string where, Dictionary<string, TemplateShape> names)
    {
        names["inputs"] = inputNames;
        names["run"] = Run;
        names["repository"] = TemplateShape.Scalar;
        return new ObjectShape("", names, name => (DiagnosticCodes.UnknownName, inputNames.Names.ContainsKey(name)
            ? $"There is no '{name}' here; the input is written 'inputs.{name}'."
            : $"There is no {Wording.Quote(name)} in {where}{Wording.Hint(name, Shown(names.Keys), "names begin with one of")}{(where is "an expression" ? $" A text has quotes of its own, as in \"'{name}'\"." : "")}"));
    }

    private static List<string> Shown(IEnumerable<string> names) =>
        [.. names.Where(n => n is not (TemplateHelpers.Checkpoints or TemplateHelpers.Learnings or TemplateHelpers.Now)).OrderBy(n => Array.IndexOf(Roots, n) is var at and >= 0 ? at : Roots.Length)];

    private ObjectShape Steps(StepDraft step, bool own)
    {
        if (own)
        {
            return ReadSteps(step, own);
        }

        if (!stepsBefore.TryGetValue(step, out var known))
        {
            stepsBefore.Add(step, known = ReadSteps(step, own));
        }

        return known;
    }

    /// <summary>The steps whose results are there: in a DAG those that have ended before, in a graph all, with nothing in those not visited yet.</summary>
    private ObjectShape ReadSteps(StepDraft step, bool own)
    {
        var before = isGraph ? graph.Steps.Keys.ToHashSet(StringComparer.Ordinal) : graph.Before(step);
        if (step.Id is not null && (own || step.Iterate is not null) && graph.Steps.ContainsKey(step.Id.Text))
        {
            before = before.Append(step.Id.Text).ToHashSet(StringComparer.Ordinal);
        }

        var names = before.ToDictionary(id => id, id => (TemplateShape)Shape(graph.Steps[id]), StringComparer.Ordinal);
        return new ObjectShape("steps", names, name =>
            string.Equals(name, step.Id?.Text, StringComparison.Ordinal) ? (DiagnosticCodes.StepNotBefore, $"The step '{name}' uses its own result, which is not there yet.")
            : graph.Steps.ContainsKey(name) ? (DiagnosticCodes.StepNotBefore, $"The step '{name}' may not have ended when this one begins; add '{name}' to 'needs'.")
            : (DiagnosticCodes.UnknownStep, $"There is no step {Wording.Quote(name)}{Wording.Hint(name, graph.Steps.Keys, "the steps are")}"));
    }

    private ObjectShape Shape(StepDraft step)
    {
        if (!stepShapes.TryGetValue(step, out var known))
        {
            stepShapes.Add(step, known = ReadShape(step));
        }

        return known;
    }

    private static ObjectShape ReadShape(StepDraft step)
    {
        var id = step.Id!.Text;
        var outputs = step.Outputs.ToDictionary(o => o.Name, Output, StringComparer.Ordinal);
        foreach (var (name, shape) in Own(step))
        {
            outputs[name] = shape;
        }

        if (step.ForEach is not null)
        {
            // one value for each item
            outputs = outputs.ToDictionary(o => o.Key, o => (TemplateShape)new ListShape(o.Value), StringComparer.Ordinal);
        }

        return new ObjectShape($"steps.{id}", new Dictionary<string, TemplateShape>(2, StringComparer.Ordinal)
        {
            ["status"] = TemplateShape.Scalar,
            ["outputs"] = new ObjectShape($"steps.{id}.outputs", outputs, name => (DiagnosticCodes.UnknownOutput,
                outputs.Count == 0 ? $"The step '{id}' declares no outputs, so there is no {Wording.Quote(name)}."
                : $"The step '{id}' has no output {Wording.Quote(name)}{Wording.Hint(name, outputs.Keys, "its outputs are")}")),
        });
    }

    /// <summary>Outputs that a step of this kind has without declaring them.</summary>
    private static IEnumerable<(string Name, TemplateShape Shape)> Own(StepDraft step) => step switch
    {
        { Approval: { } approval } => approval.Definition.Form
            .Select(f => (f.Name, f.Type == InputType.List ? new ListShape(TemplateShape.Scalar) : TemplateShape.Scalar))
            .Concat(ApprovalSection.Outputs.Select(o => (o, TemplateShape.Scalar))),
        { Kind: StepKinds.Workflow } => [("run", TemplateShape.Scalar), ("status", TemplateShape.Scalar)],
        _ => [],
    };

    /// <summary>A key of a JSON object may hold a list as well; a text or a file is a text.</summary>
    private static TemplateShape Output(OutputDefinition output) =>
        output is { Type: OutputType.String, Source: not null } ? TemplateShape.Unknown : TemplateShape.Scalar;

    private static ObjectShape With(StepDraft step, bool perItem) => perItem
        ? new ObjectShape("with", new Dictionary<string, TemplateShape>(StringComparer.Ordinal), name => (DiagnosticCodes.UnknownName, $"'with.{name}' is computed for each item of 'for_each', so it is not known here."))
        : new ObjectShape("with", step.With.ToDictionary(w => w.Name.Text, w => w.Value.Expression.Kind == Expressions.ExpressionKind.Unknown ? TemplateShape.Anything : TemplateShape.Scalar, StringComparer.Ordinal));

    private static ObjectShape Names(string label, IEnumerable<string> names)
    {
        var shapes = new Dictionary<string, TemplateShape>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            shapes[name] = TemplateShape.Scalar;
        }

        return new ObjectShape(label, shapes);
    }
}
