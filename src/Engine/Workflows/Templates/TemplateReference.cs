namespace Signalbox.Engine.Workflows.Templates;

/// <summary>A name that a template uses.</summary>
/// <param name="Path">The path as written, such as <c>inputs.issue</c>.</param>
/// <param name="Offset">Where it begins, in UTF-16 units from the start of the template.</param>
/// <param name="Line">Line in the template, from 1.</param>
/// <param name="Column">Column in the template, from 1.</param>
public sealed record TemplateReference(string Path, int Offset, int Line, int Column);
