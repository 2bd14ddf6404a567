using Signalbox.Engine.Agents;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Library;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Dashboard.Components;

/// <summary>Runs, workflows and agents to show.</summary>
internal static class Samples
{
    public const string Hostile = "<script>alert(1)</script>";

    public static DateTimeOffset Noon { get; } = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static Repository Repository { get; } = new() { Id = EntityId.New<RepositoryId>(), Name = "shop", Path = "/srv/shop", CreatedAt = Noon };

    public static RunSummary Summary(string key, RunStatus status, string? prompt = null, string? reason = null) => new()
    {
        Id = EntityId.New<RunId>(),
        Key = key,
        Workflow = "build",
        WorkflowVersion = 1,
        Repository = "shop",
        Status = status,
        StatusReason = reason,
        OriginalPrompt = prompt,
        Trigger = RunTrigger.Browser,
        Inputs = new Dictionary<string, object?>(StringComparer.Ordinal),
        StartedBy = "admin",
        CreatedAt = Noon,
        StartedAt = Noon,
    };

    public static AgentInfo Agent(string id, AgentStatus status, string reason) => new()
    {
        Id = id,
        Name = id,
        Kind = AgentKind.Shell,
        Provider = "local",
        Capabilities = ["code"],
        Status = status,
        StatusReason = reason,
    };

    public static WorkflowEntry Entry(string slug, IReadOnlyList<InputDefinition>? inputs = null, IReadOnlyList<string>? missing = null, IReadOnlyList<Diagnostic>? diagnostics = null)
    {
        var workflow = new Workflow { Id = EntityId.New<WorkflowId>(), Slug = slug, RepositoryId = Repository.Id, SourcePath = $"/srv/shop/.signalbox/workflows/{slug}.yaml", CreatedAt = Noon, UpdatedAt = Noon, CurrentVersion = 1, Diagnostics = diagnostics ?? [] };
        var version = new WorkflowVersion { Id = EntityId.New<WorkflowVersionId>(), WorkflowId = workflow.Id, Number = 1, Yaml = $"name: {slug}\n", Sha256 = "00", CreatedAt = Noon };
        var definition = new WorkflowDefinition
        {
            Version = "1.0",
            Name = slug,
            Key = "BLD",
            Inputs = inputs ?? [],
            Steps = [new StepDefinition { Id = "one", Name = "One", Line = 3, Kind = StepKind.Shell, Agent = "shell", Timeout = TimeSpan.FromMinutes(1) }],
        };
        return new WorkflowEntry(workflow, Repository, version, definition, missing ?? []);
    }

    /// <summary>A run of two steps, the second after the first.</summary>
    public static RunState State(string key, Action<Run, StepRun, StepRun, List<Attempt>>? arrange = null, DateTimeOffset? cancelRequestedAt = null, string? prompt = null, string? yaml = null, IReadOnlyList<RunRepository>? repositories = null)
    {
        var entry = Entry("build");
        var run = new Run
        {
            Id = EntityId.New<RunId>(),
            Key = key,
            WorkflowVersionId = entry.Version!.Id,
            Workflow = "build",
            WorkflowVersion = 1,
            RepositoryId = Repository.Id,
            Repository = "shop",
            Repositories = repositories ?? [],
            Directory = "/data/runs/" + key,
            OriginalPrompt = prompt,
            Inputs = new Dictionary<string, object?>(StringComparer.Ordinal) { ["level"] = "low" },
            Trigger = RunTrigger.Browser,
            StartedBy = "admin",
            TraceId = "4bf92f3577b34da6a3ce929d0e0e4736",
            CreatedAt = Noon,
            CancelRequestedAt = cancelRequestedAt,
            CancelRequestedBy = cancelRequestedAt is null ? null : "lead",
        };
        var first = Step(run, "first", 1);
        var second = Step(run, "second", 2, "first");
        var attempts = new List<Attempt>();
        arrange?.Invoke(run, first, second, attempts);
        var version = yaml is null ? entry.Version : new WorkflowVersion { Id = entry.Version.Id, WorkflowId = entry.Workflow.Id, Number = 1, Yaml = yaml, Sha256 = "00", CreatedAt = Noon };
        return new RunState { Run = run, Version = version, Repository = Repository, Steps = [first, second], Attempts = attempts };
    }

    public static Attempt Attempt(StepRun step, int number) => new()
    {
        Id = EntityId.New<AttemptId>(),
        StepRunId = step.Id,
        RunId = step.RunId,
        Number = number,
        Agent = step.Agent,
        Directory = "/data/attempt",
        PromptHash = "00",
        StartedAt = Noon,
    };

    private static StepRun Step(Run run, string id, int position, params string[] needs) => new()
    {
        Id = EntityId.New<StepRunId>(),
        RunId = run.Id,
        StepId = id,
        Name = id,
        Position = position,
        Visit = 1,
        Agent = "shell",
        Needs = needs,
    };
}
