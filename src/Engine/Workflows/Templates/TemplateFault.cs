namespace Signalbox.Engine.Workflows.Templates;

/// <summary>One fault of a template, found when it is scanned or rendered.</summary>
/// <param name="Code">Stable code, one of <see cref="DiagnosticCodes"/>.</param>
/// <param name="Message">One clear sentence.</param>
/// <param name="Offset">Where it begins, in UTF-16 units from the start of the template.</param>
/// <param name="Line">Line in the template, from 1.</param>
/// <param name="Column">Column in the template, from 1.</param>
public sealed record TemplateFault(string Code, string Message, int Offset, int Line, int Column);
