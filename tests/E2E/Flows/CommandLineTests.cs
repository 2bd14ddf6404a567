using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Flows;

/// <summary>A person works from a terminal.</summary>
public sealed class CommandLineTests(SharedServer shared)
{
    [Fact]
    public async Task WorkflowRunFollow_Sample_StreamsTheLogAndExitsZero()
    {
        var stop = TestContext.Current.CancellationToken;
        var result = await shared.Server.CliAsync(stop, "workflow", "run", "inspect-repository", "--input", "depth=10", "--follow");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Matches(@"^INSPECT-\d+\s*\n", result.Output);
        Assert.Contains("Survey of", result.Output, StringComparison.Ordinal);
        Assert.Contains("report.md has", result.Output, StringComparison.Ordinal);
        Assert.Contains("Completed", result.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task WorkflowRunFollow_FailingSample_ExitsOneAndSaysWhy()
    {
        var stop = TestContext.Current.CancellationToken;
        var result = await shared.Server.CliAsync(stop, "workflow", "run", "fail-with-reason", "--follow");

        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("exit code 3", result.Output + result.Error, StringComparison.Ordinal);
        Assert.Contains("check", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WorkflowRun_UnknownAndMissingInputs_ExitsTwoWithEveryFault()
    {
        var stop = TestContext.Current.CancellationToken;
        var result = await shared.Server.CliAsync(stop, "workflow", "run", "ticker", "--input", "linse=3", "--input", "lines=no");

        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains("linse", result.Error, StringComparison.Ordinal);
        Assert.Contains("'lines'", result.Error, StringComparison.Ordinal);
        Assert.Contains("ledger", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WorkflowValidate_BrokenFile_ExitsTwoWithEveryFaultAndItsLine()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var file = folder.Combine("broken.yaml");
        await File.WriteAllTextAsync(file, "version: \"1.0\"\nname: broken\nsteps:\n  - id: one\n    rnu: echo hi\n  - id: two\n    run: echo hi\n    needs: [nothing]\n    timeout_seconds: 5\n", stop);

        var result = await shared.Server.CliAsync(stop, "workflow", "validate", file);

        Assert.True(result.ExitCode == 2, result.ToString());
        var text = result.Output + result.Error;
        Assert.Contains("broken.yaml:5:", text, StringComparison.Ordinal);
        Assert.Contains("broken.yaml:8:", text, StringComparison.Ordinal);
        Assert.Contains("broken.yaml:9:", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WorkflowRun_BrokenFile_ExitsTwoWithEveryFaultAndItsLine()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var repository = await TestRepository.CreateAsync(folder.Combine("broken-workflows"), stop, ("broken", "version: \"1.0\"\nname: broken\nsteps:\n  - id: one\n    rnu: echo hi\n  - id: two\n    run: echo hi\n    needs: [nothing]\n    timeout_seconds: 5\n"));
        Assert.Equal(0, (await shared.Server.CliAsync(stop, "init", repository.Path)).ExitCode);

        var result = await shared.Server.CliAsync(stop, "workflow", "run", "broken-workflows/broken");

        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Matches(@"(?m)^\.signalbox/workflows/broken\.yaml:5:\d+: error unknown-key: ", result.Error);
        Assert.Contains("broken.yaml:8:", result.Error, StringComparison.Ordinal);
        Assert.Contains("broken.yaml:9:", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task RunShow_UnknownRun_ExitsThree()
    {
        var result = await shared.Server.CliAsync(TestContext.Current.CancellationToken, "run", "show", "NOPE-1");
        Assert.True(result.ExitCode == 3, result.ToString());
    }

    [Fact]
    public async Task AgentListAndDoctor_Json_TellWhatIsThere()
    {
        var stop = TestContext.Current.CancellationToken;
        var agents = await shared.Server.CliAsync(stop, "agent", "list", "--json");
        Assert.True(agents.ExitCode == 0, agents.ToString());
        Assert.Contains("\"shell\"", agents.Output, StringComparison.Ordinal);

        var doctor = await shared.Server.CliAsync(stop, "doctor");
        Assert.True(doctor.ExitCode == 0, doctor.ToString());
        Assert.Contains("git", doctor.Output, StringComparison.Ordinal);
        Assert.Contains("SQLite", doctor.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_ThenAFirstWorkflow_IsFoundAtOnceByTheRunningServer()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var repository = await TestRepository.CreateAsync(folder.Combine("fresh"), stop);
        Assert.Equal(0, (await shared.Server.CliAsync(stop, "init", repository.Path)).ExitCode);

        await repository.WriteWorkflowAsync("first-steps", "version: \"1.0\"\nname: first-steps\nsteps:\n  - {id: say, run: echo hello}\n", stop);

        // Well before the look that happens every 10 s anyway.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(TimeSpan.FromSeconds(7));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!(await shared.Server.GetAsync("/api/v1/workflows", patience.Token)).ToString().Contains("first-steps", StringComparison.Ordinal))
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    [Fact]
    public async Task WorkflowRun_WithoutAServer_RunsByItself()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var environment = SignalboxServer.EnvironmentFor(folder.Combine("data"));

        var result = await Command.RunAsync("dotnet", [TestPaths.Signalbox, "workflow", "run", "inspect-repository", "--follow"], stop, environment: environment);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("report.md has", result.Output, StringComparison.Ordinal);
    }
}
