using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Flows;

/// <summary>What people copy out of <c>samples</c> does what it says, with a real git and the real command line.</summary>
public sealed class SampleTests
{
    private const string Good = "version: \"1.0\"\nname: tiny\nsteps:\n  - id: one\n    run: echo it is done\n";
    private const string Bad = "version: \"1.0\"\nname: broken\nsteps:\n  - id: one\n    rnu: echo hi\n";

    [Fact]
    [Trait("Spec4", "4.1 hooks")]
    public async Task PreCommit_StagedWorkflows_AreCheckedAndNothingElseIs()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var repository = await TestRepository.CreateAsync(folder.Combine("shop"), stop, ("tiny", Good));
        await repository.GitAsync(stop, "config", "core.hooksPath", Path.Combine(TestPaths.RepositoryRoot, "samples", "hooks"));
        var environment = await WithSignalboxAsync(folder, stop);

        // What is staged counts: the fault comes into the work tree after it
        await repository.WriteWorkflowAsync("second", Good.Replace("tiny", "second", StringComparison.Ordinal), stop);
        await repository.GitAsync(stop, "add", "--all");
        await repository.WriteWorkflowAsync("second", Bad, stop);
        var taken = await CommitAsync("Second");
        Assert.True(taken.ExitCode == 0, taken.ToString());

        await repository.WriteWorkflowAsync("broken", Bad, stop);
        await repository.GitAsync(stop, "add", ".signalbox/workflows/broken.yaml");
        await repository.WriteWorkflowAsync("broken", Good, stop);
        var refused = await CommitAsync("Broken");
        Assert.True(refused.ExitCode == 1, refused.ToString());
        Assert.Contains(".signalbox/workflows/broken.yaml:5:5: error unknown-key: 'rnu' is not a key of a step", refused.Error, StringComparison.Ordinal);
        Assert.Equal("Second", await repository.GitAsync(stop, "log", "-1", "--format=%s"));

        // Without Signalbox a commit of something else goes through, one of workflows does not
        environment["PATH"] = "/usr/bin:/bin";
        Assert.Contains("signalbox is not on the PATH", (await CommitAsync("Broken")).Error, StringComparison.Ordinal);
        await repository.GitAsync(stop, "reset", "--quiet", "--hard");
        await File.WriteAllTextAsync(Path.Combine(repository.Path, "README.md"), "# Changed\n", stop);
        await repository.GitAsync(stop, "add", "--all");
        var other = await CommitAsync("Other");
        Assert.True(other.ExitCode == 0, other.ToString());

        Task<CommandResult> CommitAsync(string message) => Command.RunAsync(
            "git", ["-c", "user.name=Tester", "-c", "user.email=tester@example.com", "-c", "commit.gpgSign=false", "commit", "--quiet", "--message", message], stop, repository.Path, environment);
    }

    [Theory]
    [InlineData("echo it is done", 0, "it is done")]
    [InlineData("exit 3", 1, "exit code 3")]
    [Trait("Spec4", "4.1 integrations/github_actions")]
    public async Task GitHubActions_CommandsOfTheSample_CheckRunAndPassTheOutcomeOn(string script, int exitCode, string says)
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var repository = await TestRepository.CreateAsync(folder.Combine("shop"), stop, ("tiny", Good.Replace("echo it is done", script, StringComparison.Ordinal)));
        await repository.GitAsync(stop, "checkout", "--quiet", "--detach"); // as a checkout of a pull request is
        var environment = await WithSignalboxAsync(folder, stop);
        environment["SIGNALBOX_DATA"] = Path.Combine(repository.Path, ".signalbox");
        environment["WORKFLOW"] = "tiny";
        var sample = await File.ReadAllLinesAsync(Path.Combine(TestPaths.RepositoryRoot, "samples", "ci", "signalbox.yml"), stop);
        var commands = sample.Select(line => line.Trim()).Where(line => line.StartsWith("run: signalbox ", StringComparison.Ordinal)).Select(line => line["run: ".Length..]).ToList();
        Assert.Equal(2, commands.Count);

        var check = await Command.RunAsync("bash", ["-e", "-c", commands[0]], stop, repository.Path, environment);
        var run = await Command.RunAsync("bash", ["-e", "-c", commands[1]], stop, repository.Path, environment);

        Assert.True(check.ExitCode == 0, check.ToString());
        Assert.True(run.ExitCode == exitCode, run.ToString());
        Assert.Contains(says, run.Output + run.Error, StringComparison.Ordinal);
    }

    /// <summary>An environment in which <c>signalbox</c> is the one that was built.</summary>
    private static async Task<Dictionary<string, string>> WithSignalboxAsync(TemporaryFolder folder, CancellationToken stop)
    {
        var program = Path.Combine(Directory.CreateDirectory(folder.Combine("bin")).FullName, "signalbox");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nexec dotnet \"{TestPaths.Signalbox}\" \"$@\"\n", stop);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = $"{Path.GetDirectoryName(program)}:{Environment.GetEnvironmentVariable("PATH")}" };
    }
}
