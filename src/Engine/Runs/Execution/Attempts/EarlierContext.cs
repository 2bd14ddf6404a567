using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Templates;

namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>
/// Tells how much of a prompt came from earlier runs (design/metrics.md, <c>context_reuse</c>): what was learned, and the outputs and checkpoints that a fork took
/// over. The prompt is rendered a second time without them; what it is shorter by came from there.
/// </summary>
internal static class EarlierContext
{
    /// <summary>Characters of a rendered prompt that came from earlier runs.</summary>
    /// <param name="state">The run.</param>
    /// <param name="step">The step.</param>
    /// <param name="stepRun">The step run.</param>
    /// <param name="prompt">The prompt as the agent gets it.</param>
    /// <param name="model">What it was rendered with.</param>
    public static int CharactersOf(RunState state, StepDefinition step, StepRun stepRun, string prompt, IReadOnlyDictionary<string, object?> model)
    {
        var without = new Dictionary<string, object?>(model, StringComparer.Ordinal);
        var found = false;
        if (model.GetValueOrDefault(TemplateHelpers.Learnings) is IReadOnlyDictionary<string, object?> learnings && learnings.Values.Any(v => v is string { Length: > 0 }))
        {
            without[TemplateHelpers.Learnings] = learnings.ToDictionary(l => l.Key, object? (_) => "", StringComparer.Ordinal);
            found = true;
        }

        if (state.Run.ForkedFrom is not null)
        {
            found |= LeaveOutTakenOver(state, model, without);
        }

        return found && PromptTemplate.Render(step.Prompt!, without).Text is { } rest ? Math.Max(0, prompt.Length - StepBrief.Of(step, stepRun, rest).Length) : 0;
    }

    private static bool LeaveOutTakenOver(RunState state, IReadOnlyDictionary<string, object?> model, Dictionary<string, object?> without)
    {
        var taken = state.Steps
            .Where(s => s is { Status: StepStatus.Completed, ItemIndex: null } && !state.AttemptsOf(s).Any() && state.Latest(s.StepId) == s)
            .Select(s => s.StepId)
            .ToHashSet(StringComparer.Ordinal);
        if (taken.Count == 0)
        {
            return false;
        }

        if (model.GetValueOrDefault("steps") is IReadOnlyDictionary<string, object?> steps)
        {
            without["steps"] = steps.ToDictionary(s => s.Key, s => taken.Contains(s.Key) ? Blank(s.Value) : s.Value, StringComparer.Ordinal);
        }

        if (model.GetValueOrDefault(TemplateHelpers.Checkpoints) is IReadOnlyDictionary<string, object?> checkpoints)
        {
            without[TemplateHelpers.Checkpoints] = checkpoints.Where(c => !taken.Contains(c.Key)).ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);
        }

        return true;
    }

    /// <summary>A step of the model whose outputs say nothing.</summary>
    private static object? Blank(object? step) =>
        step is IReadOnlyDictionary<string, object?> known && known.GetValueOrDefault("outputs") is IReadOnlyDictionary<string, object?> outputs
            ? new Dictionary<string, object?>(known, StringComparer.Ordinal) { ["outputs"] = outputs.ToDictionary(o => o.Key, o => o.Value is string ? "" : o.Value, StringComparer.Ordinal) }
            : step;
}
