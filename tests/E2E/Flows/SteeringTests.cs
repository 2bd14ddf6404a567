using System.Text.Json;
using System.Text.RegularExpressions;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Flows;

/// <summary>A person steers runs from a terminal, on the real engine.</summary>
public sealed partial class SteeringTests(SharedServer shared)
{
    private const string NeedsFlag = """
        version: "1.0"
        name: needs-flag
        inputs:
          flag: {type: string, required: true}
        steps:
          - {id: first, run: echo first}
          - id: second
            run: test -f "$FLAG"
            env: {FLAG: "{{inputs.flag}}"}
            needs: [first]
          - {id: third, run: echo third, needs: [second]}
        """;

    private const string Asks = """
        version: "1.0"
        name: asks
        steps:
          - id: review
            approval: {question: "Go ahead?"}
          - {id: go, run: echo going, needs: [review]}
        """;

    [Fact]
    public async Task Resume_AfterTheCauseIsMended_GoesOnWhereItStopped()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await RepositoryAsync(folder, "resume-repository", stop);
        var failed = await shared.Server.CliAsync(stop, "workflow", "run", "resume-repository/needs-flag", "--input", $"flag={folder.Combine("flag")}", "--wait");
        Assert.True(failed.ExitCode == 1, failed.ToString());
        var key = failed.Output.Split('\n')[0];
        await File.WriteAllTextAsync(folder.Combine("flag"), "", stop);

        var resumed = await shared.Server.CliAsync(stop, "run", "resume", key.ToLowerInvariant(), "--wait");

        Assert.True(resumed.ExitCode == 0, resumed.ToString());
        var run = await shared.Server.GetAsync($"/api/v1/runs/{key}", stop);
        Assert.Equal("Completed", run.GetProperty("status").GetString());
        Assert.Equal(1, Step(run, "first").GetProperty("attempts").GetArrayLength());
        Assert.True(Step(run, "second").GetProperty("attempts").GetArrayLength() >= 2);
        var again = await shared.Server.CliAsync(stop, "run", "resume", key);
        Assert.True(again.ExitCode == 4, again.ToString());
        Assert.Single(again.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Fork_FromACheckpoint_TakesItsCompletedStepsOver()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await RepositoryAsync(folder, "fork-repository", stop);
        await File.WriteAllTextAsync(folder.Combine("flag"), "", stop);
        var whole = await shared.Server.CliAsync(stop, "workflow", "run", "fork-repository/needs-flag", "--input", $"flag={folder.Combine("flag")}", "--wait");
        Assert.True(whole.ExitCode == 0, whole.ToString());
        var key = whole.Output.Split('\n')[0];
        var shown = await shared.Server.CliAsync(stop, "run", "show", key);
        var checkpoint = CheckpointOfFirst().Match(shown.Output);
        Assert.True(checkpoint.Success, shown.ToString());

        var fork = await shared.Server.CliAsync(stop, "run", "fork", key, "--checkpoint", checkpoint.Groups["id"].Value, "--wait");

        Assert.True(fork.ExitCode == 0, fork.ToString());
        var run = await shared.Server.GetAsync($"/api/v1/runs/{fork.Output.Split('\n')[0]}", stop);
        Assert.Equal(checkpoint.Groups["id"].Value, run.GetProperty("forkedFrom").GetString());
        Assert.Equal(0, Step(run, "first").GetProperty("attempts").GetArrayLength());
        Assert.Equal(1, Step(run, "third").GetProperty("attempts").GetArrayLength());
    }

    [Fact]
    public async Task Approve_LetsTheRunGoOn()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await RepositoryAsync(folder, "approval-repository", stop);
        var key = (await shared.Server.CliAsync(stop, "workflow", "run", "approval-repository/asks")).Output.Split('\n')[0];
        await shared.Server.WaitForRunAsync(key, stop, "Waiting");
        var listed = await shared.Server.CliAsync(stop, "approval", "list", "--run", key);
        var id = listed.Output.Split('\t')[0];

        Assert.Equal(2, (await shared.Server.CliAsync(stop, "request-changes", id)).ExitCode);
        var answer = await shared.Server.CliAsync(stop, "approve", id, "--comment", "looks good");

        Assert.True(answer.ExitCode == 0, answer.ToString());
        await shared.Server.WaitForRunAsync(key, stop, "Completed");
        Assert.Equal(4, (await shared.Server.CliAsync(stop, "reject", id)).ExitCode);
    }

    [Fact]
    public async Task PauseAndNext_MakeOneDecisionAtATime()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await RepositoryAsync(folder, "step-repository", stop);
        await File.WriteAllTextAsync(folder.Combine("flag"), "", stop);
        var key = (await shared.Server.CliAsync(stop, "workflow", "run", "step-repository/asks")).Output.Split('\n')[0];
        await shared.Server.WaitForRunAsync(key, stop, "Waiting");
        var paused = await shared.Server.CliAsync(stop, "run", "pause", key, "--wait");
        Assert.True(paused.ExitCode == 0, paused.ToString());
        await shared.Server.WaitForRunAsync(key, stop, "Paused");
        var resumed = await shared.Server.CliAsync(stop, "run", "resume", key);
        Assert.True(resumed.ExitCode == 0, resumed.ToString());
        await shared.Server.WaitForRunAsync(key, stop, "Waiting");
        Assert.Equal(0, (await shared.Server.CliAsync(stop, "run", "cancel", key)).ExitCode);
    }

    [Fact]
    public async Task Next_OfAPausedRun_MakesOneDecisionAndNoMore()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await RepositoryAsync(folder, "next-repository", stop);
        var key = (await shared.Server.CliAsync(stop, "workflow", "run", "next-repository/asks")).Output.Split('\n')[0];
        await shared.Server.WaitForRunAsync(key, stop, "Waiting");
        Assert.Equal(0, (await shared.Server.CliAsync(stop, "run", "pause", key, "--wait")).ExitCode);
        var listed = await shared.Server.CliAsync(stop, "approval", "list", "--run", key);
        Assert.Equal(0, (await shared.Server.CliAsync(stop, "approve", listed.Output.Split('\t')[0])).ExitCode);
        Assert.Equal("Blocked", Step(await shared.Server.WaitForRunAsync(key, stop, "Paused"), "review").GetProperty("status").GetString());

        // The answer is taken, and nothing begins.
        var first = await shared.Server.CliAsync(stop, "run", "next", key, "--wait");
        Assert.True(first.ExitCode == 0, first.ToString());
        await Until.TrueAsync(
            async () => Step(await shared.Server.GetAsync($"/api/v1/runs/{key}", stop), "review").GetProperty("status").GetString() is "Completed", "review is completed", stop);
        var run = await shared.Server.WaitForRunAsync(key, stop, "Paused");
        Assert.Equal("Pending", Step(run, "go").GetProperty("status").GetString());

        var second = await shared.Server.CliAsync(stop, "run", "next", key, "--wait");
        Assert.True(second.ExitCode == 0, second.ToString());
        Assert.Equal("Completed", Step(await shared.Server.WaitForRunAsync(key, stop, "Completed"), "go").GetProperty("status").GetString());
    }

    private async Task RepositoryAsync(TemporaryFolder folder, string name, CancellationToken stop)
    {
        var repository = await TestRepository.CreateAsync(folder.Combine(name), stop, ("needs-flag", NeedsFlag), ("asks", Asks));
        Assert.Equal(0, (await shared.Server.CliAsync(stop, "init", repository.Path)).ExitCode);
    }

    private static JsonElement Step(JsonElement run, string id) =>
        run.GetProperty("steps").EnumerateArray().Single(s => string.Equals(s.GetProperty("id").GetString(), id, StringComparison.Ordinal));

    [GeneratedRegex(@"checkpoint\s+(?<id>cp_[0-9a-z]{12}) first: ", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CheckpointOfFirst();
}
