using System.Text;

namespace Signalbox.Engine.Workspaces;

/// <summary>The refs that keep checkpoint commits: <c>refs/signalbox/{run}/{checkpoint}</c>.</summary>
internal sealed class CheckpointRefs(Git git)
{
    private const string Prefix = "refs/signalbox/";

    /// <summary>Whether this is the name of a checkpoint's ref, and nothing else of the repository.</summary>
    public static bool IsName(string refName) =>
        refName.StartsWith(Prefix, StringComparison.Ordinal) && refName[Prefix.Length..].Split('/') is [var run, var checkpoint] && IsPart(run) && IsPart(checkpoint);

    /// <summary>Deletes all of a run, at once.</summary>
    /// <returns>Null when done; else one sentence.</returns>
    public async Task<string?> DeleteAsync(string repositoryPath, string run, CancellationToken cancellationToken)
    {
        if (!IsPart(run))
        {
            return $"'{run}' is not the key or id of a run: nothing was deleted";
        }

        try
        {
            var list = await git.RunAsync(repositoryPath, ["for-each-ref", "--format=%(refname)", $"{Prefix}{run}/"], cancellationToken);
            if (!list.IsSuccess)
            {
                return $"the checkpoints of {run} in {repositoryPath} cannot be listed: {list.Reason}";
            }

            var names = list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (names.Length == 0)
            {
                return null;
            }

            var commands = Encoding.UTF8.GetBytes(string.Concat(names.Select(name => $"delete {name}\n")));
            var deleted = await git.RunAsync(new GitCall(repositoryPath, ["update-ref", "--stdin"]) { Input = commands }, cancellationToken);
            return deleted.IsSuccess ? null : $"the checkpoints of {run} in {repositoryPath} cannot be deleted: {deleted.Reason}";
        }
        catch (GitMissingException missing)
        {
            return missing.Message;
        }
    }

    private static bool IsPart(string part) =>
        part.Length is > 0 and <= 128
        && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
        && !part.StartsWith('.') && !part.EndsWith('.')
        && !part.Contains("..", StringComparison.Ordinal) && !part.EndsWith(".lock", StringComparison.Ordinal);
}
