namespace Signalbox.Dashboard.Api.Models;

/// <summary>The workflow that a template would become. Nothing was written.</summary>
/// <param name="Name">Name of the workflow.</param>
/// <param name="Ready">Whether it can be made as it is.</param>
/// <param name="Yaml">Its text, also where it is not valid yet; null when there is none.</param>
/// <param name="Faults">Values that are missing, wrong or of no variable; the field is the variable's name.</param>
/// <param name="Diagnostics">What is wrong with the text, at its own lines.</param>
/// <param name="Warnings">What was read in another sense than it was written.</param>
public sealed record TemplatePreviewModel(
    string Name, bool Ready, string? Yaml, IReadOnlyList<FieldError> Faults, IReadOnlyList<DiagnosticModel> Diagnostics, IReadOnlyList<ImportWarningModel> Warnings);
