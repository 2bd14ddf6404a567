namespace Signalbox.Engine.Workflows.Import;

/// <summary>Codes of diagnostics that only an import gives, beside those of <see cref="DiagnosticCodes"/>.</summary>
public static class ImportCodes
{
    /// <summary>The file is none of the dialects.</summary>
    public const string UnknownDialect = "unknown-dialect";

    /// <summary>It means something that a workflow here cannot say.</summary>
    public const string NotMappable = "not-mappable";

    /// <summary>A template needs a value for a variable, or was given one that it does not have.</summary>
    public const string Variable = "variable";

    /// <summary>The result would not be a valid workflow.</summary>
    public const string Result = "import-result";
}
