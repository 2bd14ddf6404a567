namespace Signalbox.Engine.Workflows.Import;

/// <summary>
/// What importing a file gave. A file with an error is refused as a whole: nothing is in the lists, so nothing is half-created.
/// Positions are those of the imported file.
/// </summary>
public sealed record ImportResult
{
    /// <summary>What the file was read as; null when it is none of the dialects or cannot be read at all.</summary>
    public ImportDialect? Dialect { get; init; }

    /// <summary>The workflows, in the order of the file. Each parses without an error.</summary>
    public IReadOnlyList<ImportedWorkflow> Created { get; init; } = [];

    /// <summary>Agents that the file declares.</summary>
    public IReadOnlyList<ImportedAgent> Agents { get; init; } = [];

    /// <summary>The template that the file is; empty or one.</summary>
    public IReadOnlyList<ImportedTemplate> Templates { get; init; } = [];

    /// <summary>What was read in another sense than it was written, or is kept without one; by position.</summary>
    public IReadOnlyList<ImportWarning> Warnings { get; init; } = [];

    /// <summary>Why the file is refused; by position. Empty when it is not.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>Which of the values given for a template's variables are missing, wrong or of no variable, each by its name; <see cref="Diagnostics"/> says the same.</summary>
    public IReadOnlyList<InputFault> Faults { get; init; } = [];

    /// <summary>
    /// The text that a template of our own format becomes with the values that are right, also where it is refused: what a preview shows. Variables without a
    /// value stand in it as they are written. Null for everything else.
    /// </summary>
    public string? Draft { get; init; }

    /// <summary>Whether the file was taken.</summary>
    public bool IsAccepted => Diagnostics.Count == 0;
}
