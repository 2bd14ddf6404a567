using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Library;
using Signalbox.Engine.Runs.Execution;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Steering;

/// <summary>What people and programs may do with runs. What it refuses, it refuses in one sentence; nothing is half-created.</summary>
public sealed partial class RunService : IRunService
{
    /// <summary>Characters a run key may have.</summary>
    public const int MaxKeyLength = 40;

    /// <summary>Farthest from 0 that a priority may be.</summary>
    public const int MaxPriority = 100;

    private readonly RunSessionServices _services;
    private readonly IRepositoryStore _repositories;
    private readonly RunOrders _orders;
    private readonly RunReplay _replay;
    private readonly RunForks _forks;
    private readonly ApprovalAnswers _answers;
    private readonly ILogger<RunService> _log;

    /// <summary>Works with what a session works with, so that both speak of the same runs.</summary>
    public RunService(RunSessionServices services, IRepositoryStore repositories, IApprovalStore approvals, IRunQueries queries, ILogger<RunService> log)
    {
        (_services, _repositories, _log) = (services, repositories, log);
        _orders = new RunOrders(services);
        _replay = new RunReplay(services, _orders);
        _forks = new RunForks(services);
        _answers = new ApprovalAnswers(approvals, queries, _orders);
    }

    /// <inheritdoc/>
    public async Task<StartRunResult> StartAsync(StartRunRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var found = await _services.Library.FindAsync(request.Workflow, cancellationToken);
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

        if (_services.Factory.Unusable(entry, request.Overrides.Agent) is { } unusable)
        {
            return new StartRunResult { Refused = unusable };
        }

        var places = await RunRepositories.FindAsync(entry.Definition!, entry.Repository, request.Repository, entry.Repository, _repositories, cancellationToken);
        if (places.Fault is { } fault)
        {
            return places.IsMissing ? new StartRunResult { NotFound = fault } : new StartRunResult { Refused = fault };
        }

        var binding = InputBinder.Bind(entry.Definition!, request.Inputs);
        IReadOnlyList<InputFault> faults = [.. request.Faults, .. Faults(request), .. request.Overrides.Faults(_services.Agents), .. binding.Faults];
        return faults.Count > 0 ? new StartRunResult { Invalid = faults } : await WriteAsync(request, entry, places, binding.Values, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<CancelOutcome> CancelAsync(RunId run, string actor, CancellationToken cancellationToken) => _orders.CancelAsync(run, actor, cancellationToken);

    /// <inheritdoc/>
    public Task<RunResult> PauseAsync(RunId run, string actor, CancellationToken cancellationToken) => _orders.OrderAsync(run, RunOrder.Pause, actor, cancellationToken);

    /// <inheritdoc/>
    public Task<RunResult> ExecuteNextAsync(RunId run, string actor, CancellationToken cancellationToken) => _orders.OrderAsync(run, RunOrder.Step, actor, cancellationToken);

    /// <inheritdoc/>
    public Task<RunResult> ResumeAsync(RunId run, string? from, string actor, CancellationToken cancellationToken) => _replay.ResumeAsync(run, from, actor, cancellationToken);

    /// <inheritdoc/>
    public Task<RunResult> RerunAsync(RunId run, string stepId, bool downstream, string actor, CancellationToken cancellationToken) =>
        _replay.RerunAsync(run, stepId, downstream, actor, cancellationToken);

    /// <inheritdoc/>
    public Task<StartRunResult> ForkAsync(ForkRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Key is { } key && KeyFault(key) is { } fault ? Task.FromResult(new StartRunResult { Invalid = [fault] }) : _forks.ForkAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<AddStepsResult> AddStepsAsync(RunId run, string steps, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return new RunAdditions(_services, _orders).AddAsync(run, steps, actor, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<RunResult> PinAsync(RunId run, bool pinned, string actor, CancellationToken cancellationToken)
    {
        var (found, events) = await _services.Store.PinAsync(run, pinned, actor, cancellationToken);
        if (!found)
        {
            return RunOrders.Missing(run);
        }

        _services.Bus.Publish(new Notice.RunChanged(run, events));
        return await _orders.ResultAsync(run, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<DecideResult> DecideAsync(DecideRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _answers.DecideAsync(request, cancellationToken);
    }

    /// <summary>Writes a run, if its group lets it, and lets it take its place in the queue.</summary>
    internal static async Task<StartRunResult> AddAsync(RunPlan plan, RunSessionServices services, CancellationToken cancellationToken)
    {
        var newRun = services.Factory.Make(plan);
        var written = plan is { Group: { } group, Definition.Concurrency.WhenBusy: WhenBusy.Reject }
            ? await services.Store.AddAloneAsync(newRun, group, cancellationToken)
            : await services.Store.AddAsync(newRun, cancellationToken) is { } added ? new RunAddition(added.Run, added.Events, null) : new RunAddition(null, [], null);
        if (written.Run is not { } run)
        {
            return new StartRunResult
            {
                Refused = written.Busy is { } busy ? GroupRules.Rejects(busy, plan.Group!) : $"the key '{newRun.ChosenKey}' is taken by another run: choose another, or leave it out",
            };
        }

        services.Bus.Publish(new Notice.RunChanged(run.Id, written.Events));
        await services.Queue.AdmitAsync(cancellationToken);
        return new StartRunResult { Run = run };
    }

    /// <summary>The run of the same request that was made before; null where there is none.</summary>
    internal static async Task<StartRunResult?> FindGivenAsync(RunId? id, RunSessionServices services, CancellationToken cancellationToken) =>
        id is { } given && await services.Store.LoadAsync(given, cancellationToken) is { } state ? new StartRunResult { Run = state.Run } : null;

    private static IEnumerable<InputFault> Faults(StartRunRequest request)
    {
        if (request.Key is { } key && KeyFault(key) is { } fault)
        {
            yield return fault;
        }

        if (Math.Abs((long)request.Priority) > MaxPriority)
        {
            yield return new InputFault("priority", request.Priority.ToString(System.Globalization.CultureInfo.InvariantCulture), $"{-MaxPriority} to {MaxPriority}", $"The priority {request.Priority} is not between {-MaxPriority} and {MaxPriority}.");
        }

        foreach (var (name, _) in request.Environment.Where(e => !VariablePattern().IsMatch(e.Key)))
        {
            yield return new InputFault("env", name, "a name of letters, digits and _, not beginning with a digit", $"'{name}' cannot be the name of an environment variable.");
        }
    }

    private static InputFault? KeyFault(string key) => key.Length <= MaxKeyLength && KeyPattern().IsMatch(key)
        ? null
        : new InputFault("key", key, $"letters, digits and single dashes, at most {MaxKeyLength} characters, such as DOC-123", $"The key '{key}' is not of the form DOC-123.");

    private async Task<StartRunResult> WriteAsync(StartRunRequest request, WorkflowEntry entry, RunRepositories places, IReadOnlyDictionary<string, object?> inputs, CancellationToken cancellationToken)
    {
        var definition = entry.Definition!;
        var repository = places.Repository!;
        var (group, fault) = ConcurrencyGroup.Of(definition, inputs, repository.Name, request.Prompt);
        if (fault is not null)
        {
            return new StartRunResult { Refused = fault };
        }

        // Before the group's rules, which would find it at work.
        if (await FindGivenAsync(request.Id, _services, cancellationToken) is { } first)
        {
            return first;
        }

        if (await GroupRules.MakeRoomAsync(_services, group, definition.Concurrency.WhenBusy, [], request.Actor, cancellationToken) is { } busy)
        {
            return new StartRunResult { Refused = busy };
        }

        var result = await AddAsync(
            new RunPlan
            {
                Workflow = entry.Workflow.Slug,
                Version = entry.Version!,
                Definition = definition,
                Repository = repository,
                Repositories = places.All,
                Inputs = inputs,
                Environment = request.Environment,
                Priority = request.Priority,
                Overrides = request.Overrides,
                Group = group,
                Id = request.Id ?? EntityId.New<RunId>(),
                MayExist = request.Id is not null,
                Key = request.Key,
                Prompt = request.Prompt,
                Trigger = request.Trigger,
                Actor = request.Actor,
            },
            _services,
            cancellationToken);
        if (result.Run is { } run)
        {
            _log.RunQueued(run.Key, run.Workflow, run.WorkflowVersion, request.Actor);
        }

        return result;
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex KeyPattern();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex VariablePattern();
}
