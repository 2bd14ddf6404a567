namespace Signalbox.Engine.Workflows;

/// <summary>One fault in a file: what was found, where, and what is allowed (design/workflow-format.md, Rules).</summary>
/// <param name="File">Path or name of the file as the person gave it.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Severity">Whether it stops the workflow from being used.</param>
/// <param name="Code">Stable code such as <c>unknown-key</c>.</param>
/// <param name="Message">One clear sentence.</param>
public sealed record Diagnostic(string File, int Line, int Column, DiagnosticSeverity Severity, string Code, string Message)
{
    /// <summary><c>file:line:column: error code: message</c>, the form editors and terminals link.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {(Severity == DiagnosticSeverity.Error ? "error" : "warning")} {Code}: {Message}";
}
