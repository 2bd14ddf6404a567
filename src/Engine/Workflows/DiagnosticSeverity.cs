namespace Signalbox.Engine.Workflows;

/// <summary>How bad a diagnostic is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>The workflow cannot be used.</summary>
    Error = 0,

    /// <summary>The workflow can be used; something deserves a look.</summary>
    Warning = 1,
}
