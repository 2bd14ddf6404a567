namespace Signalbox.Dashboard.Api.Models;

/// <summary>When a workflow starts by itself, and what came of it last.</summary>
/// <param name="Cron">Minute, hour, day of month, month, day of week.</param>
/// <param name="TimeZone">IANA name.</param>
/// <param name="Misfire"><c>RunOnce</c> or <c>Skip</c>: what a time does at which no server ran.</param>
/// <param name="NextAt">When it starts next; null while the server does not know.</param>
/// <param name="LastAt">When it was due last; null: not yet.</param>
/// <param name="LastRun">Key of the run that it started; null when it was refused.</param>
/// <param name="LastProblem">Why it was refused; null when it was not.</param>
public sealed record ScheduleModel(string Cron, string TimeZone, string Misfire, DateTimeOffset? NextAt, DateTimeOffset? LastAt, string? LastRun, string? LastProblem);
