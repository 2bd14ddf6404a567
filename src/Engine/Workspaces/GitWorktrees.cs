namespace Signalbox.Engine.Workspaces;

/// <summary>
/// Calls that read or change the list of worktrees. A git of somebody else (an agent's, another server's) may be half way through an entry of
/// its own ("failed to read .../commondir"): it is done in a moment, so such a meeting is tried again.
/// </summary>
internal sealed class GitWorktrees(Git git)
{
    private const int MaxMeetings = 20;
    private static readonly TimeSpan MeetingPause = TimeSpan.FromMilliseconds(50);

    /// <summary>All worktrees; none when git cannot say.</summary>
    public async Task<IReadOnlyList<GitWorktree>> ListAsync(string path, CancellationToken cancellationToken) =>
        GitWorktree.Parse((await RunAsync(path, ["worktree", "list", "--porcelain"], cancellationToken)).Output);

    /// <summary>Runs a command of <c>git worktree</c>.</summary>
    public async Task<GitResult> RunAsync(string path, string[] arguments, CancellationToken cancellationToken)
    {
        for (var meeting = 1; ; meeting++)
        {
            var result = await git.RunAsync(new GitCall(path, arguments) { Limit = Git.LongTime }, cancellationToken);
            if (result.IsSuccess || meeting == MaxMeetings || !result.Error.Contains("commondir", StringComparison.Ordinal))
            {
                return result;
            }

            await Task.Delay(MeetingPause, cancellationToken);
        }
    }
}
