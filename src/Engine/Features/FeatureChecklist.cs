using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Signalbox.Engine.Workflows.Import.FeatureSpecs;

namespace Signalbox.Engine.Features;

/// <summary>The checklist of a feature: the acceptance criteria of its requirements and tasks, and when each task is done.</summary>
public static class FeatureChecklist
{
    /// <summary>All lines: requirement by requirement, then task by task, as they stand in the spec.</summary>
    public static IReadOnlyList<FeatureCheck> Of(FeatureSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        List<FeatureCheck> checks = [];
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var requirement in spec.Requirements)
        {
            // No step is a requirement's own: the last task that refers to it runs its commands, and without one they are a person's.
            var isRun = LastTaskOf(spec, requirement.Id) is not null;
            checks.AddRange(requirement.AcceptanceCriteria.Select(c => new FeatureCheck(Key(keys, requirement.Id, "criterion", c), requirement.Id, IsTask: false, IsDoneWhen: false, c, isRun ? SpecCommand.Of(c) : null)));
        }

        foreach (var task in spec.Tasks)
        {
            checks.AddRange(task.AcceptanceCriteria.Select(c => new FeatureCheck(Key(keys, task.Id, "criterion", c), task.Id, IsTask: true, IsDoneWhen: false, c, SpecCommand.Of(c))));
            if (task.DoneWhen is { } done)
            {
                checks.Add(new FeatureCheck(Key(keys, task.Id, "done_when", done), task.Id, IsTask: true, IsDoneWhen: true, done, SpecCommand.Of(done)));
            }
        }

        return checks;
    }

    /// <summary>The task whose step runs the commands of a line: the task itself, or the last that refers to the requirement; null: none does.</summary>
    internal static string? ProvedBy(FeatureSpec spec, FeatureCheck check) => check.IsTask ? check.Owner : LastTaskOf(spec, check.Owner);

    private static string? LastTaskOf(FeatureSpec spec, string requirement) => spec.Tasks.LastOrDefault(t => string.Equals(t.Reference, requirement, StringComparison.Ordinal))?.Id;

    private static string Key(HashSet<string> given, string owner, string kind, string text)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{owner}\n{kind}\n{text}")))[..16];
        var key = hash;
        for (var n = 2; !given.Add(key); n++)
        {
            key = string.Create(CultureInfo.InvariantCulture, $"{hash}-{n}");
        }

        return key;
    }
}
