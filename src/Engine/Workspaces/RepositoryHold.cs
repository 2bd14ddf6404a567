namespace Signalbox.Engine.Workspaces;

/// <summary>What keeps a repository from being forgotten; the first of each, and how many.</summary>
/// <param name="Runs">Keys of runs that have not ended.</param>
/// <param name="ActiveRuns">How many.</param>
/// <param name="Workspaces">Workspaces that are there, as <c>ws_... (DOC-1)</c>.</param>
/// <param name="WorkspaceCount">How many.</param>
public sealed record RepositoryHold(IReadOnlyList<string> Runs, int ActiveRuns, IReadOnlyList<string> Workspaces, int WorkspaceCount)
{
    /// <summary>Names given of each.</summary>
    public const int MaxNames = 10;

    /// <summary>Nothing does.</summary>
    public bool IsFree => ActiveRuns == 0 && WorkspaceCount == 0;

    /// <summary>What does, and what to do about it, in one sentence.</summary>
    public string Sentence(string repository)
    {
        string?[] holds =
        [
            ActiveRuns == 0 ? null : $"{LeftOutWork.Count(ActiveRuns, "run has", "runs have")} not ended ({Named(Runs, ActiveRuns)})",
            WorkspaceCount == 0 ? null : $"{LeftOutWork.Count(WorkspaceCount, "workspace is", "workspaces are")} there ({Named(Workspaces, WorkspaceCount)})",
        ];
        string?[] first = [ActiveRuns == 0 ? null : "cancel or end those runs", WorkspaceCount == 0 ? null : "remove those workspaces with `signalbox workspace remove`"];
        return $"repository {repository} stays known, because {string.Join(" and ", holds.OfType<string>())}: first {string.Join(", then ", first.OfType<string>())}";
    }

    private static string Named(IReadOnlyList<string> names, int count) => string.Join(", ", names) + (count > names.Count ? ", ..." : "");
}
