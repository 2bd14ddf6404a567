using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Import;

namespace Signalbox.Engine.Library.Templates;

/// <summary>The workflow that a template would become. Nothing was written.</summary>
/// <param name="Slug">Name of the workflow.</param>
/// <param name="Yaml">Its text, also where it is not valid yet; null when there is none.</param>
/// <param name="Faults">Values that are missing, wrong or of no variable, each by its name.</param>
/// <param name="Diagnostics">What is wrong with the text, at its own lines; where there is no text, why. Empty while values are missing or wrong.</param>
/// <param name="Warnings">What was read in another sense than it was written.</param>
public sealed record TemplatePreview(string Slug, string? Yaml, IReadOnlyList<InputFault> Faults, IReadOnlyList<Diagnostic> Diagnostics, IReadOnlyList<ImportWarning> Warnings)
{
    /// <summary>Whether it can be made as it is.</summary>
    public bool IsReady => Yaml is not null && Faults.Count == 0 && Diagnostics.All(d => d.Severity != DiagnosticSeverity.Error);
}
