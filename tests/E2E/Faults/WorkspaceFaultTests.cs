using System.Text.Json;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Faults;

/// <summary>Repositories and worktrees in a state that git does not like: the run goes on, or fails saying why.</summary>
[Collection(OneServer.Name)]
public sealed class WorkspaceFaultTests(OneServer.Place place)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private FaultBench Bench => place.Bench;

    [Theory]
    [InlineData("lockfile", "touch \"$(git rev-parse --git-dir)/index.lock\"")]
    [InlineData("dirty", "echo more >> README.md; git add --all; echo again >> README.md; echo new > untracked; rm -rf .signalbox; mkfifo pipe; ln -s /nowhere dangling")]
    [InlineData("locked", "git worktree lock --reason 'an agent was here' .")]
    [InlineData("detached", "git checkout --quiet --detach; git branch -D \"signalbox/$SIGNALBOX_RUN_KEY\"")]
    [InlineData("halfway", "git switch --quiet --create other; echo x > README.md; git commit --quiet --all --message x; git switch --quiet -; echo y > README.md; git commit --quiet --all --message y; git merge other || true")]
    [InlineData("gitless", "rm .git")]
    public async Task AgentLeavesTheWorktreeInAStrangeState_TheNextStepAndTheRunGoOn(string name, string script)
    {
        var run = await RunAsync(name, script);

        Assert.True(run.GetProperty("status").GetString() is "Completed", run.ToString());
    }

    [Theory]
    [InlineData("homeless", "rm -rf \"$PWD\"")]
    [InlineData("replaced", "d=$PWD; cd /; rm -rf \"$d\"; touch \"$d\"")]
    public async Task AgentRemovesTheWorktree_ItsStepEndsAndTheNextSaysThatItIsGone(string name, string script)
    {
        var run = await RunAsync(name, script);

        Assert.Equal("Failed", run.GetProperty("status").GetString());
        Assert.Contains("is gone", run.GetProperty("statusReason").GetString(), StringComparison.Ordinal);
        Assert.Equal(["Completed", "Failed"], run.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task AgentRemovesTheWholeRunFolder_TheRunFailsAndNothingIsLeftAlive()
    {
        var run = await RunAsync("scorched", "d=$(dirname \"$PWD\"); cd /; rm -rf \"$d\"; sleep 600");

        Assert.Equal("Failed", run.GetProperty("status").GetString());
        Assert.False(string.IsNullOrEmpty(run.GetProperty("statusReason").GetString()));
    }

    [Fact]
    public async Task BranchIsCheckedOutElsewhere_TheRunFailsAndSaysWhere()
    {
        var elsewhere = Bench.Combine("elsewhere");
        await Bench.Repository.GitAsync(Stop, "worktree", "add", "--quiet", "-b", "signalbox/TAKEN-1", elsewhere);
        var run = await RunAsync("taken", "true");

        Assert.Equal("Failed", run.GetProperty("status").GetString());
        Assert.Contains($"branch 'signalbox/TAKEN-1' is checked out at {elsewhere}", run.GetProperty("statusReason").GetString(), StringComparison.Ordinal);
        Assert.All(run.GetProperty("steps").EnumerateArray(), s => Assert.Equal("Skipped", s.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task RepositoryHasAStaleIndexLock_TheRunCompletes()
    {
        var stale = Path.Combine(Bench.Repository.Path, ".git", "index.lock");
        await File.WriteAllTextAsync(stale, "", Stop);
        try
        {
            var run = await RunAsync("mainlock", "git status --porcelain");
            Assert.True(run.GetProperty("status").GetString() is "Completed", run.ToString());
        }
        finally
        {
            File.Delete(stale);
        }
    }

    private async Task<JsonElement> RunAsync(string name, string script)
    {
        var key = await place.StartStepsAsync(name, $"""
              - id: spoil
                env:
                  GIT_AUTHOR_NAME: Tester
                  GIT_AUTHOR_EMAIL: tester@example.com
                  GIT_COMMITTER_NAME: Tester
                  GIT_COMMITTER_EMAIL: tester@example.com
                run: |
                  note begin $$
                  {script}
              - id: next
                needs: [spoil]
                run: note next $$; echo went on
            """, Stop);
        var run = await Bench.EndAsync(key, Stop);
        foreach (var entry in (await Bench.Ledger.ReadAsync(Stop)).Where(e => string.Equals(e.Run, key, StringComparison.Ordinal)))
        {
            Assert.False(Survivors.IsAlive(entry.Number), $"{entry} is still alive");
        }

        return run;
    }
}
