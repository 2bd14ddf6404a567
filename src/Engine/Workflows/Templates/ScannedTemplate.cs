namespace Signalbox.Engine.Workflows.Templates;

/// <summary>A scanned template with what Handlebars is to compile in its place.</summary>
/// <param name="References">Every name used.</param>
/// <param name="Faults">Every fault.</param>
/// <param name="Compilable">The template with its loops charged and its braces told apart; only without faults.</param>
internal sealed record ScannedTemplate(IReadOnlyList<TemplateReference> References, IReadOnlyList<TemplateFault> Faults, string Compilable);
