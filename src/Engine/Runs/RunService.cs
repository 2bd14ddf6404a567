using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Library;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs;

/// <summary>Starts and cancels runs. What it refuses, it refuses in one sentence; nothing is half-created.</summary>
public sealed partial class RunService(
    IRunStore store,
    IRunScheduler scheduler,
    IWorkflowLibrary library,
    IRepositoryStore repositories,
    IAgentCatalog agents,
    ActiveRuns active,
    RunEventBus bus,
    RunServiceOptions options,
    TimeProvider time,
    ILogger<RunService> log) : IRunService
{
    /// <summary>Characters a run key may have.</summary>
    public const int MaxKeyLength = 40;

    /// <inheritdoc/>
    public async Task<StartRunResult> StartAsync(StartRunRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var found = await library.FindAsync(request.Workflow, cancellationToken);
        if (found.Count == 0)
        {
            return new StartRunResult { NotFound = $"there is no workflow '{request.Workflow}'; `signalbox workflow list` shows those there are" };
        }

        if (found.Count > 1)
        {
            return new StartRunResult { Refused = $"several repositories have a workflow '{request.Workflow}': say which with {string.Join(" or ", found.Select(f => $"'{f.Repository.Name}/{f.Workflow.Slug}'"))}" };
        }

        var entry = found[0];
        IReadOnlyList<Diagnostic> errors = [.. entry.Workflow.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)];
        if (errors.Count > 0)
        {
            return new StartRunResult { Broken = errors };
        }

        if (Unusable(entry) is { } unusable)
        {
            return new StartRunResult { Refused = unusable };
        }

        var (version, definition) = (entry.Version!, entry.Definition!);
        var repository = entry.Repository;
        if (request.Repository is { } name)
        {
            repository = await repositories.FindAsync(name, cancellationToken);
            if (repository is null)
            {
                return new StartRunResult { NotFound = $"there is no repository '{name}'; make it known with `signalbox init PATH`" };
            }
        }

        List<InputFault> faults = [.. request.Faults];
        if (request.Key is { } key && (key.Length > MaxKeyLength || !KeyPattern().IsMatch(key)))
        {
            faults.Add(new InputFault("key", key, $"letters, digits and single dashes, at most {MaxKeyLength} characters, such as DOC-123", $"The key '{key}' is not of the form DOC-123."));
        }

        var binding = InputBinder.Bind(definition, request.Inputs);
        faults.AddRange(binding.Faults);
        return faults.Count > 0
            ? new StartRunResult { Invalid = faults }
            : await WriteAsync(request, entry.Workflow, version, definition, repository, binding.Values, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<CancelOutcome> CancelAsync(RunId run, string actor, CancellationToken cancellationToken)
    {
        var request = await store.RequestCancelAsync(run, actor, cancellationToken);
        if (request.Events.Count > 0)
        {
            bus.Publish(new Notice.RunChanged(run, request.Events));
        }

        active.Signal(run, long.MaxValue);
        return request.Outcome;
    }

    private string? Unusable(WorkflowEntry entry)
    {
        if (entry.Definition is not { } definition)
        {
            return $"the workflow '{entry.Workflow.Slug}' has never been valid: look at its file";
        }

        foreach (var id in definition.Steps.Select(s => s.Agent).Distinct(StringComparer.Ordinal))
        {
            var info = agents.FindInfo(id);
            if (info is null || info.Status != AgentStatus.Active)
            {
                return info is null
                    ? $"'{entry.Workflow.Slug}' needs the agent '{id}', which is not known"
                    : $"'{entry.Workflow.Slug}' needs {info.Name}: {info.StatusReason}";
            }
        }

        return null;
    }

    private async Task<StartRunResult> WriteAsync(
        StartRunRequest request, Workflow workflow, WorkflowVersion version, WorkflowDefinition definition, Repository repository, IReadOnlyDictionary<string, object?> inputs, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var added = await store.AddAsync(
            new NewRun(
                key => new Run
                {
                    Id = EntityId.New<RunId>(),
                    Key = key,
                    WorkflowVersionId = version.Id,
                    Workflow = workflow.Slug,
                    WorkflowVersion = version.Number,
                    RepositoryId = repository.Id,
                    Repository = repository.Name,
                    OriginalPrompt = request.Prompt,
                    Inputs = inputs,
                    Trigger = request.Trigger,
                    StartedBy = request.Actor,
                    Directory = Path.Combine(options.RunsFolder, key),
                    TraceId = ActivityTraceId.CreateRandom().ToHexString(),
                    NextAction = "begin as soon as a place is free",
                    Wake = 1,
                    CreatedAt = now,
                    LastEventAt = now,
                },
                definition.Key,
                request.Key,
                run => Steps(run, definition),
                run => [StepEvents.Note(run, $"Queued by {request.Actor}: {workflow.Slug} v{version.Number} on {repository.Name}")]),
            cancellationToken);
        if (added is not { } written)
        {
            return new StartRunResult { Refused = $"the key '{request.Key}' is taken by another run: choose another, or leave it out" };
        }

        log.RunQueued(written.Run.Key, workflow.Slug, version.Number, request.Actor);
        bus.Publish(new Notice.RunChanged(written.Run.Id, written.Events));
        await scheduler.ScheduleAsync(new RunWakeUp(written.Run.Id, written.Run.Epoch, written.Run.Wake), at: null, cancellationToken);
        return new StartRunResult { Run = written.Run };
    }

    private static IReadOnlyList<StepRun> Steps(Run run, WorkflowDefinition definition) =>
    [
        .. definition.Steps.Select((step, index) => new StepRun
        {
            Id = EntityId.New<StepRunId>(),
            RunId = run.Id,
            StepId = step.Id,
            Name = step.Name,
            Position = index + 1,
            Visit = 1,
            Agent = step.Agent,
            Needs = step.Needs,
        }),
    ];

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex KeyPattern();
}
