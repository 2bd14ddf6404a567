namespace Signalbox.Engine.Workflows;

/// <summary>When a workflow starts by itself (<c>schedule:</c>).</summary>
/// <param name="Cron">Five fields as in Unix cron: minute, hour, day of month, month, day of week.</param>
/// <param name="TimeZone">IANA name; UTC when not written.</param>
/// <param name="Inputs">Inputs of the run, as plain values.</param>
/// <param name="Misfire">What a time that was missed does.</param>
public sealed record ScheduleDefinition(string Cron, string TimeZone, IReadOnlyDictionary<string, object?> Inputs, ScheduleMisfire Misfire);
