using Signalbox.Engine.Workflows.Binding;

namespace Signalbox.Engine.Workflows;

/// <summary>
/// The JSON Schema (draft 7) of a workflow file, for editors. Written from the same tables that the parser reads by, so that it cannot
/// differ from them; what a schema cannot say, such as names in templates, only the parser checks.
/// </summary>
public static class WorkflowSchema
{
    /// <summary>Where a server offers it.</summary>
    public const string Path = "/schemas/workflow.json";

    private static readonly Lazy<string> Text = new(() => new SchemaWriter().Write());

    /// <summary>The schema as JSON text; the same each time.</summary>
    public static string Generate() => Text.Value;
}
