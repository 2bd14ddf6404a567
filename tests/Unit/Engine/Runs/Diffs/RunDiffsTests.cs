using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Diffs;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Diffs;
using Signalbox.Unit.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Runs.Diffs;

/// <summary>Which two states of a workspace belong to what was asked for; real git, checkpoints as the engine takes them.</summary>
public sealed class RunDiffsTests : IDisposable, ICheckpointStore
{
    private readonly TestRepository _repository = new();
    private readonly List<Checkpoint> _checkpoints = [];
    private readonly List<StepRun> _steps = [];
    private readonly List<Attempt> _attempts = [];
    private readonly Run _run = new()
    {
        Id = EntityId.New<RunId>(),
        Key = "DOC-1",
        WorkflowVersionId = EntityId.New<WorkflowVersionId>(),
        Workflow = "build",
        WorkflowVersion = 1,
        RepositoryId = EntityId.New<RepositoryId>(),
        Repository = "shop",
        Directory = "/data/runs/DOC-1",
        Inputs = new Dictionary<string, object?>(StringComparer.Ordinal),
        Trigger = RunTrigger.Api,
        StartedBy = "admin",
        TraceId = "4bf92f3577b34da6a3ce929d0e0e4736",
        CreatedAt = new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero),
    };

    private readonly RunDiffs _diffs;
    private DateTimeOffset _now;
    private Workspace? _workspace;

    public RunDiffsTests()
    {
        _diffs = new RunDiffs(this, new WorkspaceDiffs(_repository.Git, TimeProvider.System));
        _now = _run.CreatedAt;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _repository.Dispose();

    Task<IReadOnlyList<Checkpoint>> ICheckpointStore.ListAsync(RunId run, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Checkpoint>>(_checkpoints);

    Task<Checkpoint?> ICheckpointStore.GetAsync(CheckpointId id, CancellationToken cancellationToken) => Task.FromResult(_checkpoints.Find(c => c.Id == id));

    /// <summary>Spec 3, Workspace: what a step changed is told apart from what the run changed.</summary>
    [Fact]
    public async Task ReadAsync_StepsAfterEachOther_EachHasItsOwnChangesAndTheRunHasAll()
    {
        await BeginAsync();
        await DoAsync("plan", "plan.md");
        await DoAsync("implement", "code.cs");

        Assert.Equal(["plan.md"], await PathsAsync(new DiffScope { Step = "plan" }));
        Assert.Equal(["code.cs"], await PathsAsync(new DiffScope { Step = _steps[1].Id.Value }));
        Assert.Equal(["code.cs", "plan.md"], await PathsAsync(new DiffScope()));
        Assert.Equal(["code.cs"], await PathsAsync(new DiffScope { From = _checkpoints[1].Id.Value, To = _checkpoints[2].Id.Value }));
        Assert.Equal(["plan.md"], await PathsAsync(new DiffScope { From = DiffScope.Base, To = _checkpoints[1].Id.Value }));
    }

    [Fact]
    public async Task ReadAsync_StepAtWork_IsUntilNowAndIsLive()
    {
        await BeginAsync();
        await DoAsync("plan", "plan.md");
        var step = Step("implement", visit: 1);
        Start(step, 1);
        await _repository.WriteAsync("half.cs", "half\n");

        var diff = await ReadAsync(new DiffScope { Step = "implement" });

        Assert.Equal(["half.cs"], diff.List.Files.Select(f => f.Path));
        Assert.True(diff.IsLive);
    }

    [Fact]
    public async Task ReadAsync_SecondVisit_IsWhatTheStepIdMeans()
    {
        await BeginAsync();
        await DoAsync("implement", "first.cs");
        await DoAsync("implement", "second.cs", visit: 2);

        Assert.Equal(["second.cs"], await PathsAsync(new DiffScope { Step = "implement" }));
        Assert.Equal(["first.cs"], await PathsAsync(new DiffScope { Step = _steps[0].Id.Value }));
    }

    [Fact]
    public async Task ReadAsync_AttemptThatWasTriedAgain_SaysWhereItsChangesAre()
    {
        await BeginAsync();
        var step = Step("build", visit: 1);
        var first = Start(step, 1);
        await _repository.WriteAsync("one.cs", "1\n");
        End(first, AttemptStatus.Failed);
        var second = Start(step, 2);
        await _repository.WriteAsync("two.cs", "2\n");
        await KeepAsync(step, second);
        End(second, AttemptStatus.Succeeded);

        Assert.Contains("among those of attempt 2", (await ReadAsync(new DiffScope { Step = "build", Attempt = 1 })).Fault, StringComparison.Ordinal);
        Assert.Equal(["one.cs", "two.cs"], await PathsAsync(new DiffScope { Step = "build" }));
    }

    [Fact]
    public async Task ReadAsync_StepsBesideEachOther_SaysWhoElseWasAtWork()
    {
        await BeginAsync();
        var (lint, build) = (Step("lint", visit: 1), Step("build", visit: 1));
        var (beside, own) = (Start(lint, 1), Start(build, 1));
        await _repository.WriteAsync("built.cs", "1\n");
        await KeepAsync(build, own);
        End(own, AttemptStatus.Succeeded);
        End(beside, AttemptStatus.Succeeded);

        Assert.Equal(["lint"], (await ReadAsync(new DiffScope { Step = "build" })).Beside);
        Assert.Empty((await ReadAsync(new DiffScope())).Beside);
    }

    [Fact]
    public async Task ReadAsync_WorkspaceGone_EndsWithTheLastCheckpoint()
    {
        await BeginAsync();
        await DoAsync("plan", "plan.md");
        await _repository.Manager.DiscardAsync(_repository.Root, _repository.Workspace, Stop);

        var diff = await ReadAsync(new DiffScope());

        Assert.Equal(["plan.md"], diff.List.Files.Select(f => f.Path));
        Assert.False(diff.IsLive);
        var lines = await _diffs.FileAsync(diff, diff.List.Files[0], Stop);
        Assert.Equal("plan.md", Assert.Single(Assert.Single(lines.Hunks).Lines).Text);
    }

    [Fact]
    public async Task ReadAsync_TakenUpAgainByAnOlderVersion_DoesNotBelieveItsMark()
    {
        await BeginAsync();
        await DoAsync("plan", "plan.md");
        Add(CheckpointType.Replan, null, null, _workspace!.BaseCommit);
        await DoAsync("implement", "code.cs");

        Assert.Equal(["code.cs"], await PathsAsync(new DiffScope { Step = "implement" }));
    }

    [Fact]
    public async Task CountAsync_EndedSteps_HaveTheirOwnCountsAndOthersNone()
    {
        await BeginAsync();
        await DoAsync("plan", "plan.md");
        await DoAsync("nothing", null);
        Start(Step("implement", visit: 1), 1);

        var counts = await _diffs.CountAsync(State(), Stop);

        Assert.Equal([(_steps[0].Id, new ChangeSummary(1, 1, 0)), (_steps[1].Id, new ChangeSummary(0, 0, 0))], counts.Select(c => (c.Key, c.Value)));
    }

    [Fact]
    public async Task ReadAsync_WhatIsNotThere_IsSaid()
    {
        await BeginAsync();
        Step("later", visit: 1);

        Assert.Contains("has no step 'nothing'", (await ReadAsync(new DiffScope { Step = "nothing" })).NotFound, StringComparison.Ordinal);
        Assert.Contains("has no checkpoint 'cp_nothing'", (await ReadAsync(new DiffScope { From = "cp_nothing" })).NotFound, StringComparison.Ordinal);
        Assert.Contains("where changes end", (await ReadAsync(new DiffScope { From = DiffScope.Now })).NotFound, StringComparison.Ordinal);
        Assert.Contains("made no attempt", (await ReadAsync(new DiffScope { Step = "later" })).Fault, StringComparison.Ordinal);
        _workspace = null;
        Assert.Contains("no workspace yet", (await ReadAsync(new DiffScope())).Fault, StringComparison.Ordinal);
    }

    private async Task BeginAsync()
    {
        await _repository.WithWorkspaceAsync();
        _workspace = new Workspace
        {
            Id = EntityId.New<WorkspaceId>(),
            RunId = _run.Id,
            RepositoryId = _run.RepositoryId,
            Path = _repository.Workspace,
            Branch = "signalbox/DOC-1",
            BaseCommit = await _repository.GitAsync("rev-parse", "HEAD"),
            CreatedAt = _now,
        };
        Add(CheckpointType.Plan, null, null, _workspace.BaseCommit);
    }

    private async Task DoAsync(string stepId, string? file, int visit = 1)
    {
        var step = Step(stepId, visit);
        step.MoveTo(StepStatus.Running, null, Later());
        var attempt = Start(step, 1);
        if (file is not null)
        {
            await _repository.WriteAsync(file, file + "\n");
        }

        await KeepAsync(step, attempt);
        End(attempt, AttemptStatus.Succeeded);
        step.MoveTo(StepStatus.Completed, null, Later());
    }

    private StepRun Step(string id, int visit)
    {
        var step = new StepRun { Id = EntityId.New<StepRunId>(), RunId = _run.Id, StepId = id, Name = id, Position = _steps.Count + 1, Visit = visit, Agent = "shell", Needs = [] };
        _steps.Add(step);
        return step;
    }

    private Attempt Start(StepRun step, int number)
    {
        var attempt = new Attempt { Id = EntityId.New<AttemptId>(), StepRunId = step.Id, RunId = _run.Id, Number = number, Agent = "shell", Directory = "/data", PromptHash = "00", StartedAt = Later() };
        _attempts.Add(attempt);
        return attempt;
    }

    private void End(Attempt attempt, AttemptStatus status) => attempt.End(status, Later());

    private async Task KeepAsync(StepRun step, Attempt attempt)
    {
        var kept = await _repository.CheckpointAsync($"refs/signalbox/{_run.Id}/cp_{_checkpoints.Count}");
        Add(CheckpointType.Progress, step, attempt, kept.Commit!);
    }

    private void Add(CheckpointType type, StepRun? step, Attempt? attempt, string commit) => _checkpoints.Add(new Checkpoint
    {
        Id = EntityId.New<CheckpointId>(),
        RunId = _run.Id,
        StepRunId = step?.Id,
        StepId = step?.StepId,
        AttemptId = attempt?.Id,
        Type = type,
        Completed = [],
        Commit = commit,
        Summary = "reached",
        Author = "shell",
        CreatedAt = Later(),
    });

    private DateTimeOffset Later() => _now += TimeSpan.FromSeconds(1);

    private async Task<IEnumerable<string>> PathsAsync(DiffScope scope)
    {
        var diff = await ReadAsync(scope);
        Assert.Null(diff.Fault ?? diff.NotFound);
        return diff.List.Files.Select(f => f.Path);
    }

    private Task<RunDiff> ReadAsync(DiffScope scope) => _diffs.ReadAsync(State(), scope, Stop);

    private RunState State() => new()
    {
        Run = _run,
        Version = new WorkflowVersion { Id = _run.WorkflowVersionId, WorkflowId = EntityId.New<WorkflowId>(), Number = 1, Yaml = "name: build\n", Sha256 = "00", CreatedAt = _now },
        Repository = new Repository { Id = _run.RepositoryId, Name = "shop", Path = _repository.Root, CreatedAt = _now },
        Steps = _steps,
        Attempts = _attempts,
        Workspace = _workspace,
    };
}
