using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Diffs;
using Signalbox.Engine.Runs.Execution.Attempts;

namespace Signalbox.Engine.Features;

/// <summary>
/// What a person should look at though the work counts: a requirement with <c>test_coverage: required</c> whose task brought no test file along, and a
/// change of methodology TDD that no failing test asked for (spec 4).
/// </summary>
internal sealed class FeatureFlags(IRunDiffs diffs)
{
    /// <summary>The tasks with their flags; those that were done before keep theirs.</summary>
    public async Task<IReadOnlyList<FeatureTaskLink>> OfAsync(FeatureSpec spec, IReadOnlyList<FeatureTaskLink> before, IReadOnlyList<FeatureTaskLink> now, RunState run, CancellationToken cancellationToken)
    {
        List<FeatureTaskLink> flagged = [];
        foreach (var task in now)
        {
            var earlier = before.FirstOrDefault(t => string.Equals(t.TaskId, task.TaskId, StringComparison.Ordinal));
            flagged.Add(task.Status != StepStatus.Completed ? task with { Flag = null }
                : earlier?.Status == StepStatus.Completed ? task with { Flag = earlier.Flag }
                : task with { Flag = await OfAsync(spec, task, run, cancellationToken) });
        }

        return flagged;
    }

    private async Task<string?> OfAsync(FeatureSpec spec, FeatureTaskLink link, RunState run, CancellationToken cancellationToken)
    {
        var visits = run.Steps.Where(s => string.Equals(s.StepId, link.StepId, StringComparison.Ordinal)).ToList();
        var said = run.Latest(link.StepId) is { } latest ? run.AttemptsOf(latest).LastOrDefault()?.Warnings.FirstOrDefault(w => w.StartsWith(TestFirst.Prefix, StringComparison.Ordinal)) : null;
        var reference = spec.Tasks.FirstOrDefault(t => string.Equals(t.Id, link.TaskId, StringComparison.Ordinal))?.Reference;
        var requirement = spec.Requirements.FirstOrDefault(r => r.NeedsTests && string.Equals(r.Id, reference, StringComparison.Ordinal));
        var missing = requirement is not null && await HasNoTestAsync(visits, run, cancellationToken) ? $"{requirement.Id} requires tests, and the change has no test file" : null;
        return said is null || missing is null ? said ?? missing : $"{said}; {missing}";
    }

    /// <summary>False also where the changes cannot be told: nobody is blamed for what is not known.</summary>
    private async Task<bool> HasNoTestAsync(List<StepRun> visits, RunState run, CancellationToken cancellationToken)
    {
        foreach (var visit in visits)
        {
            var diff = await diffs.ReadAsync(run, new DiffScope { Step = visit.Id.Value }, cancellationToken);
            if (diff.NotFound is not null || diff.Fault is not null || diff.List.Files.Count < diff.List.Total || diff.List.Files.Any(f => TestFiles.IsTest(f.Path)))
            {
                return false;
            }
        }

        return visits.Count > 0;
    }
}
