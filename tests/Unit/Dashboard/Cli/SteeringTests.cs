using System.Text.Json;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Cli;

/// <summary>Runs are steered from the command line, each verb through the same door as the API.</summary>
public sealed class SteeringTests
{
    [Theory]
    [InlineData("pause", "run", "pause", "doc-1")]
    [InlineData("next", "run", "next", "DOC-1")]
    [InlineData("resume", "run", "resume", "DOC-1")]
    [InlineData("resume greet", "run", "resume", "DOC-1", "--from", "greet")]
    [InlineData("rerun greet False", "run", "rerun", "DOC-1", "greet")]
    [InlineData("rerun greet True", "run", "rerun", "DOC-1", "greet", "--downstream")]
    [InlineData("pin True", "run", "pin", "DOC-1")]
    [InlineData("pin False", "run", "pin", "DOC-1", "--off")]
    public async Task Order_ReachesTheEngineAndSaysHowTheRunStands(string expected, params string[] arguments)
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("DOC-1");
        using var cli = new CliRunner(server.DataPath);
        Assert.Equal(0, await cli.RunAsync(arguments));
        Assert.Equal([expected], server.Engine.Orders);
        Assert.StartsWith("DOC-1 Running", cli.Output.ToString(), StringComparison.Ordinal);
        Assert.Empty(cli.Error.ToString());
    }

    [Theory]
    [InlineData("run", "pause", "DOC-1")]
    [InlineData("run", "resume", "DOC-1")]
    [InlineData("run", "rerun", "DOC-1", "greet")]
    [InlineData("run", "next", "DOC-1")]
    [InlineData("run", "fork", "DOC-1", "--checkpoint", "cp_0123456789ab")]
    public async Task Order_Refused_IsOneSentenceAndExit4(params string[] arguments)
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("DOC-1");
        server.Engine.Refusal = "DOC-1 is Completed: fork it instead";
        using var cli = new CliRunner(server.DataPath);
        Assert.Equal(4, await cli.RunAsync(arguments));
        Assert.Equal("signalbox: DOC-1 is Completed: fork it instead.\n", cli.Error.ToString());
    }

    [Theory]
    [InlineData(3, "run", "resume", "NONE-1")]
    [InlineData(2, "run", "fork", "DOC-1", "--checkpoint", "none")]
    [InlineData(2, "run", "fork", "DOC-1")]
    [InlineData(2, "run", "rerun", "DOC-1")]
    [InlineData(3, "approve", "none")]
    [InlineData(3, "approve", "ap_0123456789ab")]
    [InlineData(2, "request-changes", "ap_0123456789ab")]
    [InlineData(2, "approval", "list", "--status", "Maybe")]
    public async Task Order_ThatNamesNothing_HasItsExitCode(int exitCode, params string[] arguments)
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("DOC-1");
        using var cli = new CliRunner(server.DataPath);
        Assert.Equal(exitCode, await cli.RunAsync(arguments));
        Assert.Single(cli.Error.ToString().TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Fork_PrintsTheKeyOfTheNewRun()
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("DOC-1");
        using var cli = new CliRunner(server.DataPath);
        Assert.Equal(0, await cli.RunAsync("run", "fork", "DOC-1", "--checkpoint", "cp_0123456789ab", "--agent", "codex", "--key", "X-1"));
        Assert.Equal("FORK-1\n", cli.Output.ToString());
        Assert.Equal(["fork cp_0123456789ab codex X-1"], server.Engine.Orders);
    }

    [Fact]
    public async Task Show_ListsCheckpointsAndOpenApprovals()
    {
        using var cli = new CliRunner();
        var run = cli.Engine.AddRun("DOC-1").Run;
        cli.Engine.Checkpoints.Add(new Checkpoint { Id = EntityId.New<CheckpointId>(), RunId = run.Id, StepId = "greet", Type = CheckpointType.Progress, Completed = [], Summary = "greeted", Author = "signalbox", CreatedAt = FakeRuns.Now });
        var approval = Add(cli.Engine, run);
        Assert.Equal(0, await cli.RunAsync("run", "show", "DOC-1"));
        Assert.Contains($"checkpoint  {cli.Engine.Checkpoints[0].Id} greet: greeted", cli.Output.ToString(), StringComparison.Ordinal);
        Assert.Contains($"approval    {approval.Id} review: Go ahead?", cli.Output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("approve", ApprovalStatus.Approved)]
    [InlineData("reject", ApprovalStatus.Rejected)]
    [InlineData("request-changes", ApprovalStatus.ChangesRequested)]
    public async Task Decide_AnswersTheApproval(string verb, ApprovalStatus expected)
    {
        await using var server = await TestServer.StartAsync();
        var approval = Add(server.Engine, server.Engine.AddRun("DOC-1").Run);
        using var cli = new CliRunner(server.DataPath);
        Assert.Equal(0, await cli.RunAsync("approval", "list"));
        Assert.StartsWith(approval.Id.Value + "\tDOC-1\treview\tOpen", cli.Output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await cli.RunAsync(verb, approval.Id.Value, "--comment", "because", "--answer", "level=high"));
        Assert.Equal((expected, "because", "high"), (approval.Status, approval.Comment, approval.Answers["level"]));
        Assert.Equal("admin", approval.DecidedBy);
    }

    [Fact]
    public async Task WorkflowRun_TakesEnvironmentAndPriority()
    {
        await using var server = await TestServer.StartAsync();
        using var cli = new CliRunner(server.DataPath);
        Assert.Equal(0, await cli.RunAsync("workflow", "run", "hello", "--env", "CI=1", "--env", "URL=a=b", "--priority", "7"));
        var request = Assert.Single(server.Engine.Started);
        Assert.Equal("1 a=b", $"{request.Environment["CI"]} {request.Environment["URL"]}");
        Assert.Equal(7, request.Priority);
        Assert.Equal(2, await cli.RunAsync("workflow", "run", "hello", "--priority", "high"));
    }

    [Fact]
    public async Task StatusAndProgress_SayPositionAndInputTypes()
    {
        using var cli = new CliRunner();
        cli.Engine.Workflows.Add(FakeRuns.Workflow("hello", "web"));
        cli.Engine.AddRun("DOC-1", status: RunStatus.Pending);
        Assert.Equal(0, await cli.RunAsync("workflow", "status", "DOC-1"));
        Assert.Contains("in the queue  next", cli.Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("name: string, count: integer, dry: boolean", cli.Output.ToString(), StringComparison.Ordinal);
        cli.Output.GetStringBuilder().Clear();
        Assert.Equal(0, await cli.RunAsync("workflow", "progress", "DOC-1", "--json"));
        using var json = JsonDocument.Parse(cli.Output.ToString());
        Assert.Equal(0, json.RootElement.GetProperty("queuePosition").GetInt32());
    }

    private static Approval Add(FakeEngine engine, Run run)
    {
        var approval = new Approval { Id = EntityId.New<ApprovalId>(), RunId = run.Id, StepRunId = EntityId.New<StepRunId>(), StepId = "review", Question = "Go ahead?", CreatedAt = FakeRuns.Now };
        engine.Approvals.Add((approval, run));
        return approval;
    }
}
