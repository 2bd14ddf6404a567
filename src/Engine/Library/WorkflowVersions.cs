using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Library;

/// <summary>The saved versions of workflows, for reading.</summary>
public sealed class WorkflowVersions(IWorkflowStore store)
{
    /// <summary>A version by number; null when there is none.</summary>
    public Task<WorkflowVersion?> GetAsync(Workflow workflow, int number, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        return store.GetVersionAsync(workflow.Id, number, cancellationToken);
    }

    /// <summary>The newest versions, newest first, at most <paramref name="limit"/>.</summary>
    public async Task<IReadOnlyList<WorkflowVersion>> ListAsync(Workflow workflow, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        List<WorkflowVersion> versions = [];
        for (var number = workflow.CurrentVersion; number >= 1 && versions.Count < limit; number--)
        {
            if (await store.GetVersionAsync(workflow.Id, number, cancellationToken) is { } version)
            {
                versions.Add(version);
            }
        }

        return versions;
    }
}
