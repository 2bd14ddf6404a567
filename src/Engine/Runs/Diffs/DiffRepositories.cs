using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Diffs;

namespace Signalbox.Engine.Runs.Diffs;

/// <summary>In which repositories of a run lie the changes that are asked for, and what they are together (spec 3, several repositories).</summary>
internal static class DiffRepositories
{
    /// <summary>The repositories in the workflow's order, or the answer that says why there are none.</summary>
    public static (IReadOnlyList<Repository> Repositories, RunDiff? Fault) Of(RunState state, DiffScope scope)
    {
        var run = state.Run;
        IReadOnlyList<Repository> wanted = [.. state.Repositories.Where(r => state.WorkspaceIn(r) is not null)];
        if (scope.Repository is { } name)
        {
            wanted = [.. wanted.Where(r => string.Equals(state.NameOf(r), name, StringComparison.Ordinal) || string.Equals(r.Id.Value, name, StringComparison.Ordinal))];
            if (wanted.Count == 0)
            {
                return ([], NotFound($"{run.Key} does not work in a repository '{name}': it works in {string.Join(", ", state.Repositories.Select(state.NameOf))}."));
            }
        }

        if (scope.Step is not { } asked)
        {
            return (wanted, null);
        }

        var steps = DiffPlaces.Steps(state, asked);
        if (steps.Count == 0)
        {
            return ([], NotFound($"{run.Key} has no step '{asked}'."));
        }

        var own = steps.Select(state.RepositoryOf).ToList();
        IReadOnlyList<Repository> both = [.. wanted.Where(r => own.Exists(o => o.Id == r.Id))];
        return both.Count > 0 ? (both, null) : ([], NotFound($"Step {asked} works in {string.Join(", ", own.Select(state.NameOf).Distinct(StringComparer.Ordinal))}, not in {scope.Repository}."));
    }

    /// <summary>One diff of all: what one repository cannot show does not hide the others.</summary>
    public static RunDiff Together(IReadOnlyList<RunDiff> parts)
    {
        if (parts.Count == 1)
        {
            return parts[0];
        }

        var shown = parts.Where(p => (p.NotFound ?? p.Fault) is null).ToList();
        return shown.Count == 0 ? parts[0] : new RunDiff
        {
            Parts = parts,
            From = Words(shown, p => p.From),
            To = Words(shown, p => p.To),
            IsLive = shown.Exists(p => p.IsLive),
            List = new DiffList
            {
                Files = [.. shown.SelectMany(p => p.List.Files).Take(DiffLimits.MaxFiles)],
                Total = shown.Sum(p => p.List.Total),
                Added = shown.Sum(p => p.List.Added),
                Removed = shown.Sum(p => p.List.Removed),
            },
            LeftOut = [.. parts.SelectMany(p => (p.NotFound ?? p.Fault) is { } fault ? [$"{p.Repository}: {fault.TrimEnd('.')}"] : p.LeftOut.Select(l => $"{p.Repository}: {l}"))],
            Beside = [.. shown.SelectMany(p => p.Beside).Distinct(StringComparer.Ordinal)],
        };
    }

    private static string Words(List<RunDiff> parts, Func<RunDiff, string> of) =>
        parts.Select(of).Distinct(StringComparer.Ordinal).Take(2).Count() == 1 ? of(parts[0]) : string.Join("; ", parts.Select(p => $"{p.Repository}: {of(p)}"));

    private static RunDiff NotFound(string sentence) => new() { NotFound = sentence };
}
