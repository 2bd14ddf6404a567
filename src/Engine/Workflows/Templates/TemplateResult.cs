namespace Signalbox.Engine.Workflows.Templates;

/// <summary>What rendering a template gave: a text or one fault, never both.</summary>
/// <param name="Text">The rendered text, at most 1 MiB of UTF-8; null with a fault.</param>
/// <param name="Fault">Why there is no text.</param>
public sealed record TemplateResult(string? Text, TemplateFault? Fault);
