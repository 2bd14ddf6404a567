namespace Signalbox.Engine.Workflows.Import;

/// <summary>A variable of a template (spec 3).</summary>
/// <param name="Name">Its name, written as <c>{{name}}</c>.</param>
/// <param name="Required">Whether a value must be given.</param>
/// <param name="Default">Its value when none is given, as a text; null when it has none.</param>
/// <param name="Description">For people; null when there is none.</param>
public sealed record ImportedVariable(string Name, bool Required, string? Default, string? Description)
{
    /// <summary>Its whole declaration, limits included; null when the file gives it no type: it is a text then.</summary>
    public InputDefinition? Typed { get; init; }

    /// <summary>The declaration of the field in which people give its value.</summary>
    public InputDefinition ToInput() => Typed ?? new InputDefinition { Name = Name, Type = InputType.String, Required = Required, Default = Default, Description = Description };
}
