namespace Signalbox.Dashboard.Api.Models;

/// <summary>A template.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Scope">The repository that has it, <c>global</c>, or <c>built-in</c>; in this order the nearer one of a name stands before the farther ones.</param>
/// <param name="Description">For people; null when it has none.</param>
/// <param name="Variables">Names that a value is needed for; null when its file cannot be read.</param>
/// <param name="Source">Its file; the name of a built-in one.</param>
/// <param name="Text">As written; null in a list.</param>
public sealed record TemplateModel(string Name, string Scope, string? Description, IReadOnlyList<string>? Variables, string Source, string? Text)
{
    /// <summary>Title for people; null when it has none.</summary>
    public string? Title { get; init; }

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>How many steps it has.</summary>
    public int Steps { get; init; }

    /// <summary>Its variables in the order of the file, declared as inputs are; one without a type is a string.</summary>
    public IReadOnlyList<InputModel> Parameters { get; init; } = [];

    /// <summary>Scopes of templates of this name that this one stands before.</summary>
    public IReadOnlyList<string> Shadows { get; init; } = [];

    /// <summary>Scopes of templates of this name that stand before this one: a repository's only there, the global one everywhere.</summary>
    public IReadOnlyList<string> ShadowedBy { get; init; } = [];

    /// <summary>Why its file cannot be read.</summary>
    public IReadOnlyList<DiagnosticModel> Diagnostics { get; init; } = [];
}
