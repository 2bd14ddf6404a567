namespace Signalbox.Dashboard.Api.Models;

/// <summary>One fault in a file.</summary>
public sealed record DiagnosticModel(string File, int Line, int Column, string Severity, string Code, string Message);
