using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Import;

namespace Signalbox.Engine.Library.Templates;

/// <summary>A template of the catalogue.</summary>
/// <param name="Slug">Its name; the file's when it cannot be read.</param>
/// <param name="Scope">Where it is kept.</param>
/// <param name="Source">Its file; for a built-in one its name.</param>
/// <param name="Template">What it holds; null when it cannot be read.</param>
/// <param name="Diagnostics">Why it cannot be read.</param>
public sealed record TemplateEntry(string Slug, TemplateScope Scope, string Source, ImportedTemplate? Template, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Name of the repository that has it; null for the other scopes.</summary>
    public string? Repository { get; init; }

    /// <summary>The file as written, also where it is no template; null when it cannot be opened.</summary>
    public string? Text { get; init; }

    /// <summary>Places of templates of this name that this one stands before, the nearest first: there is one here, so theirs are not taken.</summary>
    public IReadOnlyList<string> Shadows { get; init; } = [];

    /// <summary>
    /// Places of templates of this name that stand before this one: a repository's for that repository, the global one everywhere. Known in a list of all.
    /// </summary>
    public IReadOnlyList<string> ShadowedBy { get; init; } = [];

    /// <summary>Where it is, in the word that people put before its name: the repository's name, <c>global</c>, <c>built-in</c>.</summary>
    public string Place => Scope switch
    {
        TemplateScope.Repository => Repository ?? "repository",
        TemplateScope.Global => "global",
        TemplateScope.BuiltIn => "built-in",
    };
}
