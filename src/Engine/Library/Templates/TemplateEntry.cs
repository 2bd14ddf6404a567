using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Import;

namespace Signalbox.Engine.Library.Templates;

/// <summary>A template of the catalogue.</summary>
/// <param name="Slug">Its name; the file's when it cannot be read.</param>
/// <param name="Scope">Where it is kept.</param>
/// <param name="Source">Its file; for a built-in one its name.</param>
/// <param name="Template">What it holds; null when it cannot be read.</param>
/// <param name="Diagnostics">Why it cannot be read.</param>
public sealed record TemplateEntry(string Slug, TemplateScope Scope, string Source, ImportedTemplate? Template, IReadOnlyList<Diagnostic> Diagnostics);
