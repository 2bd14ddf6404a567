using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Persistence;

/// <summary>A repository and a workflow of a test's own, and runs of it, all through the stores.</summary>
public sealed class Scenario
{
    private static int s_count;
    private readonly TestDatabase _database;

    private Scenario(TestDatabase database, Repository repository, Workflow workflow, WorkflowVersion version)
    {
        _database = database;
        Repository = repository;
        Workflow = workflow;
        Version = version;
    }

    public Repository Repository { get; }

    public Workflow Workflow { get; }

    public WorkflowVersion Version { get; }

    /// <summary>Prefix of automatic keys, this scenario's own.</summary>
    public string KeyPrefix => Workflow.Slug.ToUpperInvariant().Replace('-', 'X');

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<Scenario> CreateAsync(TestDatabase database)
    {
        var name = $"s-{Interlocked.Increment(ref s_count)}";
        var repository = await database.Repositories.AddAsync($"/repositories/{name}", name, "main", null, Ct);
        await database.Workflows.RecordFileAsync(File(repository.Id, name), Ct);
        var workflow = (await database.Workflows.FindAsync(name, Ct)).Single(w => w.RepositoryId == repository.Id);
        return new Scenario(database, repository, workflow, (await database.Workflows.GetVersionAsync(workflow.Id, 1, Ct))!);
    }

    public static WorkflowFileRecord File(RepositoryId repository, string slug, string? path = null, string yaml = "first") =>
        new(repository, slug, path ?? $"/repositories/{slug}.yaml", Definition(slug), yaml, []);

    public static WorkflowDefinition Definition(string slug) => new()
    {
        Version = "1.0",
        Name = slug,
        Key = slug.ToUpperInvariant(),
        Title = $"Title of {slug}",
        Tags = ["one", "two"],
        Steps = [new StepDefinition { Id = "a", Name = "A", Kind = StepKind.Shell, Line = 1, Agent = "shell", Timeout = TimeSpan.FromMinutes(1) }],
    };

    public NewRun New(
        string? key = null,
        string? prompt = null,
        IReadOnlyDictionary<string, object?>? inputs = null,
        DateTimeOffset? created = null,
        string? traceId = null,
        IReadOnlyList<(string Step, string Agent)>? steps = null,
        int priority = 0,
        string? group = null,
        StepRun? parent = null,
        CheckpointId? forkedFrom = null,
        IReadOnlyDictionary<string, string>? environment = null,
        RunId? id = null,
        IReadOnlyList<RunRepository>? repositories = null) => new(
        k => new Run
        {
            Id = id ?? EntityId.New<RunId>(),
            Priority = priority,
            ConcurrencyGroup = group,
            ParentRunId = parent?.RunId,
            ParentStepRunId = parent?.Id,
            ForkedFrom = forkedFrom,
            Environment = environment ?? new Dictionary<string, string>(StringComparer.Ordinal),
            Key = k,
            WorkflowVersionId = Version.Id,
            Workflow = Workflow.Slug,
            WorkflowVersion = Version.Number,
            RepositoryId = Repository.Id,
            Repository = Repository.Name,
            Repositories = repositories ?? [],
            OriginalPrompt = prompt,
            Inputs = inputs ?? new Dictionary<string, object?>(StringComparer.Ordinal),
            Trigger = RunTrigger.Api,
            StartedBy = "ann",
            Directory = $"/data/runs/{k}",
            TraceId = traceId ?? new string('a', 32),
            CreatedAt = created ?? _database.Clock.Now,
        },
        KeyPrefix,
        key,
        run => [.. (steps ?? [("a", "shell"), ("b", "claude")]).Select((s, index) => Step(run.Id, s.Step, index + 1, 1, s.Agent))],
        run => [new RunEvent { RunId = run.Id, Message = "Run created" }])
        {
            GivenId = id,
        };

    public static StepRun Step(RunId run, string id, int position, int visit, string agent = "shell") => new()
    {
        Id = EntityId.New<StepRunId>(),
        RunId = run,
        StepId = id,
        Name = id.ToUpperInvariant(),
        Position = position,
        Visit = visit,
        Agent = agent,
        Needs = position == 1 ? [] : ["a"],
    };

    public async Task<Run> AddAsync(NewRun? newRun = null) => (await _database.Runs.AddAsync(newRun ?? New(), Ct))!.Value.Run;

    /// <summary>A run that <paramref name="node"/> has claimed.</summary>
    public async Task<RunState> ClaimedAsync(string node = "node") =>
        (await _database.Runs.ClaimAsync((await AddAsync()).Id, node, [], Ct))!;

    /// <summary>A claimed run in this status, still held by <c>node</c>.</summary>
    public async Task<RunState> InStatusAsync(RunStatus status, NewRun? newRun = null)
    {
        var state = (await _database.Runs.ClaimAsync((await AddAsync(newRun)).Id, "node", [], Ct))!;
        if (status != RunStatus.Pending)
        {
            state.Run.MoveTo(RunStatus.Running, null, _database.Clock.Now);
        }

        if (status is not RunStatus.Pending and not RunStatus.Running)
        {
            state.Run.MoveTo(status, "as the test wants", _database.Clock.Now);
        }

        Assert.True((await _database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = state.Run.Epoch }, Ct)).Saved);
        return state;
    }

    /// <summary>A run that rests in this status, held by nobody; it has seen the wake that it has.</summary>
    public async Task<Run> RestingAsync(RunStatus status, DateTimeOffset? wakeAt = null, NewRun? newRun = null)
    {
        var state = await InStatusAsync(status, newRun);
        state.Run.WakeAt = wakeAt;
        var outcome = await _database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = state.Run.Epoch, Release = true, SeenWake = state.Run.Wake }, Ct);
        Assert.True(outcome.Saved);
        return state.Run;
    }

    /// <summary>A claimed run with an attempt under way.</summary>
    public async Task<(RunState State, Attempt Attempt)> AttemptingAsync()
    {
        var state = await ClaimedAsync();
        var attempt = NewAttempt(state, state.Steps[0], 1);
        await _database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = state.Run.Epoch, Attempts = [attempt] }, Ct);
        return (state, attempt);
    }

    public Attempt NewAttempt(RunState state, StepRun step, int number) => new()
    {
        Id = EntityId.New<AttemptId>(),
        StepRunId = step.Id,
        RunId = state.Run.Id,
        Number = number,
        Agent = step.Agent,
        Directory = $"{state.Run.Directory}/steps/{step.StepId}",
        PromptHash = new string('0', 64),
        StartedAt = _database.Clock.Now,
    };

    /// <summary>Brings a run to this status as its executor.</summary>
    public async Task<Run> EndAsync(RunId id, RunStatus status)
    {
        var state = (await _database.Runs.ClaimAsync(id, "ender", [], Ct))!;
        if (state.Run.Status == RunStatus.Pending)
        {
            state.Run.MoveTo(RunStatus.Running, null, _database.Clock.Now);
        }

        if (status != RunStatus.Running)
        {
            state.Run.MoveTo(status, "as the test wants", _database.Clock.Now);
        }

        var outcome = await _database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = state.Run.Epoch, Release = true }, Ct);
        Assert.True(outcome.Saved);
        return state.Run;
    }

    /// <summary>Chunks of these texts, one behind the other.</summary>
    public LogAppend Append(RunState state, AttemptId attempt, LogPosition from, params string[] texts)
    {
        var chunks = new List<LogChunk>();
        var (offset, line) = (from.Offset, from.Lines + 1);
        foreach (var bytes in texts.Select(System.Text.Encoding.UTF8.GetBytes))
        {
            var lines = bytes.Count(b => b == '\n');
            chunks.Add(new LogChunk
            {
                AttemptId = attempt,
                Stream = LogStream.Stdout,
                Offset = offset,
                Length = bytes.Length,
                FirstLine = line,
                LineCount = lines,
                Time = _database.Clock.Now,
                Text = bytes,
            });
            offset += bytes.Length;
            line += lines;
        }

        return new LogAppend(state.Run.Id, state.Run.Epoch, attempt, LogStream.Stdout, from.Offset, chunks, Complete: false);
    }
}
