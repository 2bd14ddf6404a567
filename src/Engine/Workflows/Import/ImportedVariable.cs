namespace Signalbox.Engine.Workflows.Import;

/// <summary>A variable of a template (spec 3).</summary>
/// <param name="Name">Its name, written as <c>{{name}}</c>.</param>
/// <param name="Required">Whether a value must be given.</param>
/// <param name="Default">Its value when none is given; null when it has none.</param>
/// <param name="Description">For people; null when there is none.</param>
public sealed record ImportedVariable(string Name, bool Required, string? Default, string? Description);
