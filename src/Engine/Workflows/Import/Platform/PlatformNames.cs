using Signalbox.Engine.Workflows.Import.Building;
using Signalbox.Engine.Workflows.Import.Jinja;
using Signalbox.Engine.Workflows.Import.Reading;

namespace Signalbox.Engine.Workflows.Import.Platform;

/// <summary>What the variables of a platform workflow are: outputs of earlier steps, mapped inputs of the step, else parameters of the run.</summary>
internal sealed class PlatformNames(IReadOnlyList<PlatformStep> steps)
{
    private static readonly string[] ParameterRoots = ["inputs", "parameters", "params", "input"];

    private readonly Dictionary<string, JinjaRole> roles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> inputs = new(StringComparer.Ordinal);
    private readonly Slugs inputNames = new();

    /// <summary>Notes every parameter of the step's prompt, so that its type is known before anything is written.</summary>
    /// <exception cref="JinjaFaultException">A name stands for nothing.</exception>
    public void CollectPrompt(PlatformStep step) => new JinjaUses((name, role) => Note(Find(name, step, isPrompt: true), role)).Visit(step.Template!);

    /// <summary>Notes every parameter of a value that the step is given.</summary>
    /// <inheritdoc cref="CollectPrompt"/>
    public void CollectMapping(PlatformStep step, JinjaExpression value) =>
        new JinjaUses((name, role) => Note(Find(name, step, isPrompt: false), role)).Visit(value, JinjaRole.Printed);

    /// <summary>Notes every parameter of the step's condition; it may be missing.</summary>
    /// <inheritdoc cref="CollectPrompt"/>
    public void CollectCondition(PlatformStep step) =>
        new JinjaUses((name, role) => Note(Find(name, step, isPrompt: false), role & ~JinjaRole.Printed)).Visit(step.Condition!, JinjaRole.Tested);

    /// <summary>Declares the parameters that were noted.</summary>
    public void Declare(WorkflowBuilder builder)
    {
        foreach (var (name, role) in roles)
        {
            builder.Input(name, Type(role)).Set("required", role.HasFlag(JinjaRole.Printed) ? true : null);
        }
    }

    /// <summary>What a name is.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="step">The step that uses it.</param>
    /// <param name="isPrompt">Whether it is used in the step's prompt, which knows the step's mapped inputs.</param>
    /// <exception cref="JinjaFaultException">The name stands for nothing.</exception>
    public PlatformName Find(JinjaExpression.Name name, PlatformStep step, bool isPrompt)
    {
        var path = name.Path;
        if (isPrompt && path.Count == 1 && step.Mappings.Any(m => string.Equals(m.Name.Text, path[0], StringComparison.Ordinal)))
        {
            return new PlatformName($"with.{path[0]}", null, null);
        }

        if (path.Count == 2 && ParameterRoots.Contains(path[0], StringComparer.Ordinal))
        {
            return Input(path[1]);
        }

        var isOfStep = path[0] is "steps" or "outputs" && path.Count > 1;
        var called = isOfStep ? path[1] : path[0];
        var rest = path.Skip(isOfStep ? 2 : 1).ToList();
        if (Maker(called, step) is { } maker)
        {
            return rest is [] or ["output" or "result" or "outputs"] || (rest is ["output" or "outputs", var key] && string.Equals(key, maker.OutputKey?.Text, StringComparison.Ordinal))
                ? Output(maker)
                : throw new JinjaFaultException(name.At, $"{Wording.Quote(string.Join('.', path))} has no counterpart here; a step's output is {Wording.Quote(maker.OutputKey?.Text ?? called)}.");
        }

        return path.Count == 1 && !isOfStep
            ? Input(path[0])
            : throw new JinjaFaultException(name.At, $"{Wording.Quote(string.Join('.', path))} is neither a step's output nor a parameter.");
    }

    /// <summary>How an input is used; decides how a condition asks it.</summary>
    public string TypeOf(string input) => Type(roles.GetValueOrDefault(input));

    /// <summary>Whether a run always has a value for it.</summary>
    public bool IsRequired(string input) => roles.GetValueOrDefault(input).HasFlag(JinjaRole.Printed);

    /// <summary>The step that a dependency names, by id, name or output; null when there is none.</summary>
    public PlatformStep? Maker(string called, PlatformStep asking)
    {
        var earlier = steps.TakeWhile(s => s != asking).ToList();
        return earlier.LastOrDefault(s => string.Equals(s.OutputKey?.Text, called, StringComparison.Ordinal))
            ?? earlier.LastOrDefault(s => s.Aliases.Contains(called, StringComparer.Ordinal))
            ?? steps.FirstOrDefault(s => s != asking && (string.Equals(s.OutputKey?.Text, called, StringComparison.Ordinal) || s.Aliases.Contains(called, StringComparer.Ordinal)));
    }

    private static PlatformName Output(PlatformStep maker)
    {
        maker.Output ??= "output";
        return new PlatformName($"steps.{maker.Id}.outputs.{maker.Output}", maker, null);
    }

    private PlatformName Input(string name)
    {
        if (!inputs.TryGetValue(name, out var ours))
        {
            ours = inputNames.MakeName(name);
            inputs.Add(name, ours);
        }

        return new PlatformName($"inputs.{ours}", null, ours);
    }

    private void Note(PlatformName name, JinjaRole role)
    {
        if (name.Input is not null)
        {
            roles[name.Input] = roles.GetValueOrDefault(name.Input) | role;
        }
    }

    private static string Type(JinjaRole role) =>
        role.HasFlag(JinjaRole.List) ? "list"
        : role.HasFlag(JinjaRole.Number) ? "number"
        : (role & (JinjaRole.Printed | JinjaRole.Compared)) == JinjaRole.None && role.HasFlag(JinjaRole.Tested) ? "boolean"
        : "string";
}

/// <summary>What a variable is here.</summary>
/// <param name="Path">Our name for it.</param>
/// <param name="Maker">The step whose output it is; null when it is none.</param>
/// <param name="Input">The input that it is; null when it is none.</param>
internal sealed record PlatformName(string Path, PlatformStep? Maker, string? Input);
