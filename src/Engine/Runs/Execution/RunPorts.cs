using Signalbox.Engine.Identity;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>The ports of a run: asked for when it begins, again when it is taken up after its end. Nothing gives them back: they are its own while it has not ended.</summary>
internal sealed class RunPorts(RunState state, WorkflowDefinition workflow, RunSessionServices services)
{
    /// <summary>Takes the ports that its workspaces need.</summary>
    /// <param name="isAnew">The ones that it had are another machine's.</param>
    /// <param name="cancellationToken">The server stops; the next one goes on with what was taken.</param>
    /// <returns>By repository, or why it cannot have them.</returns>
    public async Task<(Func<RepositoryId, IReadOnlyList<WorkspacePort>> Of, string? Fault)> TakeAsync(bool isAnew, CancellationToken cancellationToken)
    {
        if (workflow.Ports.Count == 0)
        {
            return (static _ => [], null);
        }

        var wishes = state.Repositories.SelectMany(r => workflow.Ports.Select(name => new PortWish(r.Id, name, isAnew ? null : Before(r, name)))).ToList();
        var (leases, fault) = await services.Ports.LeaseAsync(state.Run.Id, wishes, isAnew, cancellationToken);
        return (repository => In(leases, repository), fault);
    }

    /// <summary>Sees to it that a run which is taken up has its ports: another may have got them after it had ended.</summary>
    /// <returns>Null when it has them; else why not.</returns>
    public async Task<string?> RenewAsync(SessionWriter writer, CancellationToken cancellationToken)
    {
        if (workflow.Ports.Count == 0 || IsComplete(await services.Ports.ListAsync(state.Run.Id, cancellationToken)))
        {
            return null;
        }

        var (of, fault) = await TakeAsync(isAnew: false, cancellationToken);
        if (fault is not null)
        {
            return fault;
        }

        foreach (var workspace in state.Workspaces)
        {
            workspace.Ports = of(workspace.RepositoryId);
        }

        var all = state.Workspaces.SelectMany(w => w.Ports).Select(p => FormattableString.Invariant($"{p.Name}={p.Port}"));
        await writer.SaveAsync(new RunChanges { WithWorkspace = true, Events = [StepEvents.Note(state.Run, $"Ports: {string.Join(", ", all)}")] }, cancellationToken);
        return null;
    }

    private bool IsComplete(IReadOnlyList<PortLease> leases) => state.Workspaces.All(w => w.Ports.Count >= workflow.Ports.Count && w.Ports.SequenceEqual(In(leases, w.RepositoryId)));

    private int? Before(Repository repository, string name) =>
        state.WorkspaceIn(repository)?.Ports.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.Ordinal))?.Port;

    private IReadOnlyList<WorkspacePort> In(IReadOnlyList<PortLease> leases, RepositoryId repository) =>
    [
        .. workflow.Ports
            .Select(name => leases.FirstOrDefault(l => l.RepositoryId == repository && string.Equals(l.Name, name, StringComparison.Ordinal)))
            .OfType<PortLease>()
            .Select(l => new WorkspacePort(l.Name, l.Port)),
    ];
}
