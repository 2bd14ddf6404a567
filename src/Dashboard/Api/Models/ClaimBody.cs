namespace Signalbox.Dashboard.Api.Models;

/// <summary>A worker asks for a step.</summary>
/// <param name="WaitSeconds">How long it waits for one, 0 to 60.</param>
public sealed record ClaimBody(int WaitSeconds = 0);
