namespace Signalbox.Engine.Workflows.Templates;

/// <summary>What <c>this</c> is at a place in a template, and what <c>../</c> leads to.</summary>
/// <param name="This">Shape of the context.</param>
/// <param name="Parent">The context one level up; null at the top, and where Handlebars has none.</param>
/// <param name="InLoop">Whether <c>@index</c> and its kind exist.</param>
internal sealed record TemplateScope(TemplateShape This, TemplateScope? Parent, bool InLoop);
