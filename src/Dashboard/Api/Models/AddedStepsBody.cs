namespace Signalbox.Dashboard.Api.Models;

/// <summary>Steps to be added to a run.</summary>
/// <param name="Steps">The steps, each as in a workflow file.</param>
public sealed record AddedStepsBody(IReadOnlyList<IReadOnlyDictionary<string, object?>> Steps);
