namespace Signalbox.Engine.Workflows.Templates;

/// <summary>A block that is open where the scanner is.</summary>
/// <param name="Name">Its name, without the '#'.</param>
/// <param name="At">Offset of its braces.</param>
/// <param name="Outer">What <c>this</c> is around it.</param>
/// <param name="Nesting">How deep it is, 1 for one that is in none.</param>
/// <param name="HasElse">Whether its <c>else</c> has been read.</param>
internal sealed record TemplateBlock(string Name, int At, TemplateScope Outer, int Nesting, bool HasElse = false);
