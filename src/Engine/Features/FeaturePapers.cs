using System.Globalization;
using System.Text;
using Signalbox.Engine.Runs;

namespace Signalbox.Engine.Features;

/// <summary>
/// The files that people read beside a feature's <c>spec.yaml</c> (spec 4, 4.1): where it stands, its tasks, its decisions. Written from the feature;
/// read as context, never executed, and never read back.
/// </summary>
public static class FeaturePapers
{
    private const string Note = "<!-- Written by Signalbox from the feature's state; it is replaced each time. -->";

    /// <summary><c>50_state.md</c>.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="spec">Its spec.</param>
    /// <param name="runKey">Key of the run of its tasks; null before they were started.</param>
    public static string State(Feature feature, FeatureSpec spec, string? runKey)
    {
        ArgumentNullException.ThrowIfNull(feature);
        ArgumentNullException.ThrowIfNull(spec);
        var text = new StringBuilder($"# State: {Line(feature.Name)}\n\n{Note}\n\n");
        Fact(text, "feature", feature.Slug);
        Fact(text, "status", FeatureWords.Of(feature.Status));
        Fact(text, "reason", feature.StatusReason);
        Fact(text, "priority", feature.Priority);
        Fact(text, "run", runKey);
        Fact(text, "updated", feature.UpdatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        Fact(text, "by", feature.UpdatedBy);
        text.Append(CultureInfo.InvariantCulture, $"\n## Tasks\n\n{feature.Tasks.Count(t => t.IsDone)} of {feature.Tasks.Count} done\n\n## Checklist\n\n");
        var ticks = feature.Ticks.ToDictionary(t => t.Key, StringComparer.Ordinal);
        foreach (var check in FeatureChecklist.Of(spec))
        {
            var tick = ticks.GetValueOrDefault(check.Key);
            text.Append(CultureInfo.InvariantCulture, $"- [{(tick is { Holds: true } ? 'x' : ' ')}] {Line(check.Owner)}: {Line(check.Text)}{(tick is null ? "" : $" ({Line(tick.By)}{(tick.Holds ? "" : ": does not hold")})")}\n");
        }

        return text.ToString();
    }

    /// <summary><c>30_tasks.md</c>.</summary>
    public static string Tasks(Feature feature, FeatureSpec spec)
    {
        ArgumentNullException.ThrowIfNull(feature);
        ArgumentNullException.ThrowIfNull(spec);
        var text = new StringBuilder($"# Tasks: {Line(feature.Name)}\n\n{Note}\n");
        var links = feature.Tasks.ToDictionary(t => t.TaskId, StringComparer.Ordinal);
        foreach (var role in spec.Tasks.GroupBy(t => t.Role, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {Line(role.Key)}\n\n");
            foreach (var task in role)
            {
                var link = links.GetValueOrDefault(task.Id);
                text.Append(CultureInfo.InvariantCulture, $"- [{(link?.IsDone == true ? 'x' : ' ')}] {Line(task.Id)}: {Line(task.Title ?? "")} ({Word(link?.Status ?? StepStatus.Pending)})\n");
                foreach (var criterion in task.AcceptanceCriteria)
                {
                    text.Append(CultureInfo.InvariantCulture, $"  - {Line(criterion)}\n");
                }

                if (task.DoneWhen is { } done)
                {
                    text.Append(CultureInfo.InvariantCulture, $"  - done when: {Line(done)}\n");
                }
            }
        }

        return text.ToString();
    }

    /// <summary><c>DECISIONS.md</c> with the decisions that are not in it yet at its end; what people wrote there stays.</summary>
    /// <param name="text">The file as it is; null when there is none.</param>
    /// <param name="feature">The feature.</param>
    /// <param name="runKey">Key of the run in which they were taken.</param>
    /// <param name="checkpoints">Checkpoints of that run.</param>
    public static string Decisions(string? text, Feature feature, string runKey, IEnumerable<Checkpoint> checkpoints)
    {
        ArgumentNullException.ThrowIfNull(feature);
        var lines = new StringBuilder(text ?? $"# Decisions: {Line(feature.Name)}\n\n");
        if (lines.Length > 0 && lines[^1] != '\n')
        {
            lines.Append('\n');
        }

        foreach (var decision in checkpoints.Where(c => c.Type == CheckpointType.Decision).OrderBy(c => c.CreatedAt))
        {
            var line = $"- {decision.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)}, {Line(decision.Author)}, in {runKey}: {Line(decision.Summary)}\n";
            if (text?.Contains(line, StringComparison.Ordinal) != true)
            {
                lines.Append(line);
            }
        }

        return lines.ToString();
    }

    private static void Fact(StringBuilder text, string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            text.Append(name).Append(": ").Append(Line(value)).Append('\n');
        }
    }

    /// <summary>As spec 4 writes the status of a task.</summary>
    private static string Word(StepStatus status) => status switch
    {
        StepStatus.Pending => "PENDING",
        StepStatus.Running => "IN_PROGRESS",
        StepStatus.Blocked => "BLOCKED",
        StepStatus.Completed => "COMPLETED",
        StepStatus.Failed or StepStatus.Cancelled => "FAILED",
        StepStatus.Skipped => "SKIPPED",
    };

    private static string Line(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
