namespace Signalbox.Engine.Schemas;

/// <summary>Something in a document that its schema does not allow.</summary>
/// <param name="At">Offset in the document.</param>
/// <param name="Code">Stable code (<see cref="Workflows.DiagnosticCodes"/>, <see cref="SchemaCodes"/>).</param>
/// <param name="Message">One sentence: what was found, what is allowed.</param>
internal sealed record SchemaFault(int At, string Code, string Message);
