using Microsoft.AspNetCore.Http.HttpResults;
using Signalbox.Engine.Library;

namespace Signalbox.Dashboard.Api;

/// <summary>Finds the workflow that a request names: a slug, or <c>repository/slug</c>.</summary>
internal static class WorkflowFinder
{
    /// <summary>The workflow, or the problem that answers the request.</summary>
    public static async Task<(WorkflowEntry? Entry, ProblemHttpResult? Problem)> FindAsync(IWorkflowLibrary library, string name, CancellationToken cancellationToken)
    {
        var found = await library.FindAsync(name, cancellationToken);
        return found.Count switch
        {
            0 => (null, Problems.NotFound($"There is no workflow '{name}': 'signalbox workflow list' shows what there is.")),
            1 => (found[0], null),
            _ => (null, Problems.Conflict($"Several repositories have '{name}': say which with {string.Join(" or ", found.Select(f => $"{f.Repository.Name}/{f.Workflow.Slug}"))}.")),
        };
    }
}
