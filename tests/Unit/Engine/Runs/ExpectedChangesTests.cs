using Signalbox.Engine.Agents;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Diffs;
using Signalbox.Unit.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>What a step counts as its own changes is what the Changes page shows of it; real git, agents that leave their files untracked.</summary>
public sealed class ExpectedChangesTests : IAsyncLifetime
{
    private readonly TestRepository _git = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _git.WithCommitAsync();

    public ValueTask DisposeAsync()
    {
        _git.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task ExpectChanges_FileThatAnEarlierStepLeftUntracked_IsNoChangeOfTheStep()
    {
        await using var bench = await CreateAsync("""
            version: "1.0"
            name: work
            steps:
              - {id: plan, run: "true", expect_changes: true}
              - {id: implement, needs: [plan], run: "true", expect_changes: true, retry: {max_attempts: 1}}
            """);
        bench.Agents.Shell.Automatic = request => request.StepId is "plan" ? Write(request, "plan.md") : FakeAgent.Success;
        var run = await bench.StartAsync();

        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((StepStatus.Completed, StepStatus.Failed), (state.Latest("plan")!.Status, state.Latest("implement")!.Status));
        Assert.Equal("no_changes", state.Attempts.Last().Error?.Code);
    }

    [Fact]
    public async Task ChangeApproval_UntrackedFilesOfAnEarlierStep_AreNotAmongTheCountedAndThePageSaysTheSame()
    {
        await using var bench = await CreateAsync("""
            version: "1.0"
            name: work
            steps:
              - {id: plan, run: "true"}
              - {id: implement, needs: [plan], run: "true", approval: always}
            """);
        bench.Agents.Shell.Automatic = request => Write(request, request.StepId is "plan" ? "plan.md" : "code.cs");
        var run = await bench.StartAsync();

        await bench.DeliverAsync();

        Assert.Equal("implement changed 1 file (+2 -0). Keep the changes?", (await bench.OpenApprovalAsync(run.Id)).Question);
        var state = await bench.StateAsync(run.Id);
        var kept = (await bench.CheckpointsAsync(run.Id)).Last(c => c.StepId is "implement");
        Assert.Equal("implement completed", kept.Summary);
        var diff = await bench.Diffs.ReadAsync(state, new DiffScope { Step = "implement" }, Stop);
        Assert.Equal(("code.cs", 2, 0), (Assert.Single(diff.List.Files).Path, diff.List.Added, diff.List.Removed));
    }

    [Fact]
    public async Task ExpectChanges_StepsBesideEachOther_TheOneThatEndsFirstDoesNotHideTheWorkOfTheOther()
    {
        await using var bench = await CreateAsync("""
            version: "1.0"
            name: work
            steps:
              - {id: left, run: "true", expect_changes: true, retry: {max_attempts: 1}}
              - {id: right, run: "true", expect_changes: true, retry: {max_attempts: 1}}
            """);
        var run = await bench.StartAsync();
        var going = bench.Executor.ExecuteAsync(run.Id, Stop);
        var begun = new[] { await bench.Agents.Shell.NextAsync(), await bench.Agents.Shell.NextAsync() };
        foreach (var request in begun)
        {
            Write(request, $"{request.StepId}.txt");
        }

        // The checkpoint of the first holds the file of the second, whose own work it is all the same.
        bench.Agents.Shell.End(begun[0], FakeAgent.Success);
        bench.Agents.Shell.End(begun[1], FakeAgent.Success);
        await going;

        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
    }

    private static AgentResult Write(AgentRequest request, string name)
    {
        File.WriteAllText(Path.Combine(request.WorkingDirectory, name), "one\ntwo\n");
        return FakeAgent.Success;
    }

    private Task<EngineBench> CreateAsync(string yaml) => EngineBench.CreateAsync(yaml, git: _git);
}
