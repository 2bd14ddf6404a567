using Signalbox.Engine.Identity;
using Signalbox.Engine.Library;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Dashboard.Hosting;

/// <summary>Runs and workflows as tests need them.</summary>
internal static class FakeRuns
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public static RunState Create(string key, string directory, RunStatus status, IReadOnlyDictionary<string, object?>? outputs, string yaml = "")
    {
        var repository = new Repository { Id = EntityId.New<RepositoryId>(), Name = "web", Path = "/web", CreatedAt = Now };
        var run = new Run
        {
            Id = EntityId.New<RunId>(),
            Key = key,
            WorkflowVersionId = EntityId.New<WorkflowVersionId>(),
            Workflow = "hello",
            WorkflowVersion = 1,
            RepositoryId = repository.Id,
            Repository = repository.Name,
            Inputs = new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = "Ada", ["count"] = 3L, ["dry"] = true },
            Trigger = RunTrigger.Api,
            StartedBy = "admin",
            Directory = directory,
            TraceId = new string('a', 32),
            CreatedAt = Now,
        };
        var step = new StepRun { Id = EntityId.New<StepRunId>(), RunId = run.Id, StepId = "greet", Name = "Greet", Position = 1, Visit = 1, Agent = "shell", Needs = [] };
        var attempt = new Attempt
        {
            Id = EntityId.New<AttemptId>(),
            StepRunId = step.Id,
            RunId = run.Id,
            Number = 1,
            Agent = "shell",
            Directory = directory,
            PromptHash = "",
            StartedAt = Now,
        };
        step.Outputs = outputs ?? step.Outputs;
        if (status != RunStatus.Pending)
        {
            run.MoveTo(RunStatus.Running, null, Now);
            step.MoveTo(StepStatus.Running, null, Now);
        }

        if (status is not (RunStatus.Pending or RunStatus.Running))
        {
            run.MoveTo(status, status == RunStatus.Failed ? "step 'greet' failed" : null, Now.AddMinutes(1));
        }

        var version = new WorkflowVersion { Id = run.WorkflowVersionId, WorkflowId = EntityId.New<WorkflowId>(), Number = 1, Yaml = yaml, Sha256 = "", CreatedAt = Now };
        return new RunState { Run = run, Version = version, Repository = repository, Steps = [step], Attempts = [attempt] };
    }

    public static RunSummary Summary(RunState s) => new()
    {
        Id = s.Run.Id,
        Key = s.Run.Key,
        Workflow = s.Run.Workflow,
        WorkflowVersion = s.Run.WorkflowVersion,
        Repository = s.Run.Repository,
        Status = s.Run.Status,
        StatusReason = s.Run.StatusReason,
        Trigger = s.Run.Trigger,
        Inputs = s.Run.Inputs,
        StartedBy = s.Run.StartedBy,
        StepsTotal = s.Steps.Count,
        CreatedAt = s.Run.CreatedAt,
        StartedAt = s.Run.StartedAt,
        EndedAt = s.Run.EndedAt,
    };

    public static WorkflowEntry Workflow(string slug, string repositoryName)
    {
        var repository = new Repository { Id = EntityId.New<RepositoryId>(), Name = repositoryName, Path = "/" + repositoryName, CreatedAt = Now };
        var workflow = new Workflow { Id = EntityId.New<WorkflowId>(), Slug = slug, RepositoryId = repository.Id, SourcePath = "/nowhere/hello.yaml", CurrentVersion = 1, CreatedAt = Now, UpdatedAt = Now };
        var parsed = WorkflowParser.Parse($$"""
            version: "1.0"
            name: {{slug}}
            inputs:
              name: {type: string, required: true}
              count: {type: integer, default: 3}
            steps:
              - id: greet
                run: echo hello
            """, "hello.yaml");
        var version = new WorkflowVersion { Id = EntityId.New<WorkflowVersionId>(), WorkflowId = workflow.Id, Number = 1, Yaml = "name: " + slug, Sha256 = "", CreatedAt = Now };
        return new WorkflowEntry(workflow, repository, version, parsed.Definition ?? throw new InvalidOperationException(string.Join('\n', parsed.Diagnostics)), []);
    }
}
