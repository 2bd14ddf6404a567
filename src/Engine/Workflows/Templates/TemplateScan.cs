namespace Signalbox.Engine.Workflows.Templates;

/// <summary>What scanning a template found, without rendering it.</summary>
/// <param name="References">Every name used, in order.</param>
/// <param name="Faults">Every fault, in order; after a fault of structure the rest is not read.</param>
public sealed record TemplateScan(IReadOnlyList<TemplateReference> References, IReadOnlyList<TemplateFault> Faults);
