namespace Signalbox.Engine.Trust;

/// <summary>
/// Says how far a change is trusted (design/security.md): of each file low wins, then high, otherwise medium; the change is trusted as far as its least
/// trusted file. Pure.
/// </summary>
public static class TrustEvaluator
{
    private const string Default = "default_level";

    /// <summary>Evaluates a change.</summary>
    /// <param name="model">The model.</param>
    /// <param name="paths">Files that change, relative to the repository's root, with <c>/</c> between folders; empty: the work alone is judged.</param>
    /// <param name="taskType">Type of the work; null: not said.</param>
    public static TrustDecision Evaluate(TrustModel model, IReadOnlyList<string> paths, string? taskType)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(paths);
        List<TrustVerdict> verdicts = paths.Count == 0 ? [Judge(model, null, taskType)] : [.. paths.Select(p => Judge(model, p, taskType))];
        var deciding = verdicts[0];
        foreach (var verdict in verdicts)
        {
            deciding = verdict.Level < deciding.Level ? verdict : deciding;
        }

        return new TrustDecision(deciding, model.RulesOf(deciding.Level), verdicts);
    }

    private static TrustVerdict Judge(TrustModel model, string? path, string? taskType)
    {
        var asked = path is null ? null : TrustGlob.Normalize(path);
        if (Override(model.DemoteToLow, asked, foldersToo: true) is { } demoted)
        {
            return new TrustVerdict(path, TrustLevel.Low, $"demote_to_low {demoted.Pattern}", demoted.Reason, demoted.Line);
        }

        // An exception is made for files, never for a kind of work.
        var elevated = Override(model.ElevateToMedium, asked, foldersToo: false);
        foreach (var context in model.Low.Contexts.Where(c => elevated is null || c.Pattern is null))
        {
            if (Holds(context, asked, taskType, foldersToo: true))
            {
                return Of(path, TrustLevel.Low, context);
            }
        }

        if (elevated is not null)
        {
            return new TrustVerdict(path, TrustLevel.Medium, $"elevate_to_medium {elevated.Pattern}", elevated.Reason, elevated.Line);
        }

        foreach (var level in (TrustLevel[])[TrustLevel.High, TrustLevel.Medium])
        {
            if (model.RulesOf(level).Contexts.FirstOrDefault(c => Holds(c, asked, taskType, foldersToo: false)) is { } context)
            {
                return Of(path, level, context);
            }
        }

        return new TrustVerdict(path, model.DefaultLevel, Default, null, null);
    }

    private static TrustContext? Override(IReadOnlyList<TrustContext> contexts, string? path, bool foldersToo) =>
        path is null ? null : contexts.FirstOrDefault(c => Holds(c, path, taskType: null, foldersToo));

    /// <summary>
    /// Whether a context speaks of a file and its work. What asks for care (low, exceptions from trust) also holds for all in a folder that it names, as in
    /// .gitignore; what gives trust holds for the file itself only: a folder called x.md makes nothing in it documentation.
    /// </summary>
    private static bool Holds(TrustContext context, string? path, string? taskType, bool foldersToo)
    {
        if (context.Pattern is null && context.TaskType is null)
        {
            return false;
        }

        return (context.TaskType is null || string.Equals(context.TaskType, taskType?.Trim(), StringComparison.OrdinalIgnoreCase))
            && (context.Pattern is null || (path is not null && context.Pattern.IsMatch(path, foldersToo)))
            && (path is null || !context.Exclude.Any(e => e.IsMatch(path, foldersToo: true)));
    }

    private static TrustVerdict Of(string? path, TrustLevel level, TrustContext context) => new(
        path,
        level,
        context switch
        {
            { Pattern: { } pattern, TaskType: { } type } => $"pattern {pattern} of task_type {type}",
            { Pattern: { } pattern } => $"pattern {pattern}",
            _ => $"task_type {context.TaskType}",
        },
        context.Reason,
        context.Line);
}
