namespace Signalbox.Dashboard.Api.Models;

/// <summary>A task of a feature and the step that does it.</summary>
/// <param name="Id">Its id in the spec.</param>
/// <param name="Role">Role under which it stands.</param>
/// <param name="Title">In a few words.</param>
/// <param name="Step">Id of the step in the run.</param>
/// <param name="Status">Status of the step.</param>
/// <param name="StatusReason">Why it has that.</param>
/// <param name="Verified">Whether its proof exited 0; null when there is none or it has not run.</param>
/// <param name="Methodology">As written.</param>
/// <param name="MaxIterations">As written.</param>
/// <param name="Flag">What a person should look at though it is done; null when there is nothing.</param>
/// <param name="Type">Kind of work, as written.</param>
/// <param name="Reference">Requirement or text that it refers to.</param>
public sealed record FeatureTaskModel(string Id, string? Role, string? Title, string Step, string Status, string? StatusReason, bool? Verified, string? Methodology, long? MaxIterations, string? Flag, string? Type = null, string? Reference = null);
