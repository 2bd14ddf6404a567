namespace Signalbox.Engine.Governance.Configuration;

/// <summary>An option of the server that the document sets.</summary>
/// <param name="Option">The option, such as <c>Limits:MaxConcurrentRuns</c>.</param>
/// <param name="Value">Its value as options are written.</param>
/// <param name="Path">Where it stands in the document, such as <c>global.limits.max_concurrent_runs</c>.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
public sealed record ConfigurationSetting(string Option, string Value, string Path, int Line, int Column);
