using Signalbox.Engine.Workflows.Import;

namespace Signalbox.Engine.Library.Templates;

/// <summary>What applying a template came to.</summary>
/// <param name="Import">The workflow that was made, or why none was: then nothing is written.</param>
/// <param name="Refused">One sentence when the workflow could not be put in place; null when it was, or when there is none.</param>
public sealed record TemplateOutcome(ImportResult Import, string? Refused);
