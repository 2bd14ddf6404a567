namespace Signalbox.Dashboard.Api.Models;

/// <summary>What an import made.</summary>
/// <param name="Created">Names of the workflows and templates; empty when the file was refused.</param>
/// <param name="Warnings">What was read in another sense than it was written.</param>
/// <param name="Diagnostics">Why the file was refused; empty when it was not.</param>
public sealed record ImportModel(IReadOnlyList<string> Created, IReadOnlyList<ImportWarningModel> Warnings, IReadOnlyList<DiagnosticModel> Diagnostics)
{
    /// <summary>Values of a template's variables that are missing, wrong or of no variable; the field is the variable's name. The diagnostics say the same.</summary>
    public IReadOnlyList<FieldError> Faults { get; init; } = [];
}
