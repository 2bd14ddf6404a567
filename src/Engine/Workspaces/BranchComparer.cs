using System.Buffers;
using System.Globalization;

namespace Signalbox.Engine.Workspaces;

/// <summary>Counts the commits between a workspace and a branch: the repository's own, else that of its remote.</summary>
internal sealed class BranchComparer(Git git)
{
    // What no name of a branch holds, and git would read as a way to another commit.
    private static readonly SearchValues<char> Operators = SearchValues.Create("~^:?*[\\ ");

    /// <summary>The numbers; null when there is no such branch or git cannot say.</summary>
    public async Task<BranchComparison?> CompareAsync(string path, string branch, CancellationToken cancellationToken)
    {
        if (branch.AsSpan().ContainsAny(Operators) || branch.Contains("..", StringComparison.Ordinal) || branch.Contains("@{", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            foreach (var name in (string[])[$"refs/heads/{branch}", $"refs/remotes/origin/{branch}"])
            {
                var count = await git.RunAsync(path, ["rev-list", "--left-right", "--count", "--end-of-options", $"{name}...HEAD"], cancellationToken);
                if (count.IsSuccess && count.Output.Split('\t') is [var behind, var ahead])
                {
                    return new BranchComparison(int.Parse(ahead, CultureInfo.InvariantCulture), int.Parse(behind, CultureInfo.InvariantCulture));
                }
            }
        }
        catch (GitMissingException)
        {
            // What it holds cannot be said either, and that says why.
        }

        return null;
    }
}
