namespace Signalbox.Engine.Workflows.Import;

/// <summary>Something that an import could not take over as it was.</summary>
/// <param name="Line">Line in the imported file, from 1.</param>
/// <param name="Column">Column in the imported file, from 1.</param>
/// <param name="Message">One clear sentence.</param>
public sealed record ImportWarning(int Line, int Column, string Message);
