namespace Signalbox.Engine.Schemas;

/// <summary>Codes of diagnostics that only a schema gives, beside those of <see cref="Workflows.DiagnosticCodes"/>.</summary>
public static class SchemaCodes
{
    /// <summary>A text does not have the shape that the schema asks for.</summary>
    public const string Pattern = "pattern";

    /// <summary>A text or list is too short or too long, or a mapping has too few or too many keys.</summary>
    public const string Size = "size";

    /// <summary>It fits none of the forms that it may have, or one that it may not.</summary>
    public const string Form = "form";
}
