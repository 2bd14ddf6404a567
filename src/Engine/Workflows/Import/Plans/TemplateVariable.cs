using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Plans;

/// <summary>A variable of a template.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Required">Whether a value must be given.</param>
/// <param name="Default">Its value when none is given; null when it has none.</param>
/// <param name="Description">For people.</param>
/// <param name="At">Where it is declared, or first used.</param>
/// <param name="Typed">Its declaration; null when it has no type.</param>
internal sealed record TemplateVariable(string Name, bool Required, string? Default, string? Description, YamlNode At, InputDefinition? Typed = null)
{
    /// <summary>The value that it has when none is given.</summary>
    public TemplateValue Fallback => Typed is { } typed ? new TemplateValue(typed.Default, typed.Type) : new TemplateValue(Default ?? "", InputType.String);
}
