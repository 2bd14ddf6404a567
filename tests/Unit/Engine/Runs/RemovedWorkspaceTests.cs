using Signalbox.Engine.Runs;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Upkeep;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>A run whose workspace is gone, or is just going, is not taken up in it again.</summary>
public sealed class RemovedWorkspaceTests
{
    private const string Fails = """
        version: "1.0"
        name: work
        steps:
          - {id: only, run: "false"}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, "is being removed")]
    [InlineData(true, "was removed")]
    public async Task Resume_WorkspaceIsRemoved_IsRefusedAndSaysWhatElse(bool isGone, string expected)
    {
        await using var bench = await EngineBench.CreateAsync(Fails);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Failure;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        var workspace = Assert.Single((await bench.Places.ListAsync(new WorkspaceFilter { Run = run.Id }, Stop)).Items);
        await bench.Places.ChangeAsync(
            workspace.Id,
            now =>
            {
                now.Workspace.BeginRemoval("ann", told: null, bench.Time.GetUtcNow());
                if (isGone)
                {
                    now.Workspace.MoveTo(WorkspaceStatus.Removed, "removed by ann", bench.Time.GetUtcNow());
                }

                return new WorkspaceChange { WorkspaceId = now.Id, From = WorkspaceStatus.Active, To = now.Workspace.Status, Reason = "as the test wants", Actor = "ann", Time = bench.Time.GetUtcNow() };
            },
            Stop);

        foreach (var refused in (RunResult[])[await bench.Service.ResumeAsync(run.Id, null, "mara", Stop), await bench.Service.RerunAsync(run.Id, "only", downstream: false, "mara", Stop)])
        {
            Assert.Contains($"the workspace of {run.Key} {expected}: fork it", refused.Refused, StringComparison.Ordinal);
        }

        Assert.Equal(RunStatus.Failed, (await bench.StateAsync(run.Id)).Run.Status);
    }
}
