using Signalbox.Engine.Workflows.Binding;

namespace Signalbox.Engine.Governance.Configuration;

/// <summary>
/// The JSON Schema (draft 7) of a configuration, for editors. Written from the same tables that the reader reads by, so that it cannot differ from them; what
/// stands in a workflow is checked by the reader only.
/// </summary>
public static class ConfigurationSchema
{
    /// <summary>Where a server offers it.</summary>
    public const string Path = "/schemas/configuration.json";

    private static readonly Lazy<string> Text = new(() => new SchemaWriter().Write(ConfigurationKeys.Document, "Signalbox configuration"));

    /// <summary>The schema as JSON text; the same each time.</summary>
    public static string Generate() => Text.Value;
}
