using System.Text;
using Signalbox.Engine.Workflows.Import.Plans;
using Signalbox.Engine.Workflows.Import.Reading;

namespace Signalbox.Engine.Workflows.Import;

/// <summary>
/// Templates (spec 3): a plan, or a workflow of our own format, with variables written as <c>{{name}}</c>.
/// </summary>
public static class TemplateReader
{
    /// <summary>What a file says of itself as a template; one without variables is a template as well.</summary>
    /// <param name="bytes">The file: YAML or JSON, UTF-8, at most 1 MiB.</param>
    /// <param name="fileName">Path or name for diagnostics; the name of a template that gives itself none.</param>
    /// <returns>The template, or null and why it is none.</returns>
    public static (ImportedTemplate? Template, IReadOnlyList<Diagnostic> Diagnostics) Read(ReadOnlyMemory<byte> bytes, string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        var (root, bag) = ImportFile.Read(bytes, fileName);
        if (root is null)
        {
            return (null, bag.ToOrderedList());
        }

        if (root.Find("tasks") is null && root.Find("steps") is null)
        {
            bag.Error(root.Start, ImportCodes.UnknownDialect, "A template has 'tasks', or the 'steps' of a workflow.");
        }

        var template = TemplateImporter.Describe(root, new ImportContext(bag, new ImportOptions(), fileName));
        return (bag.HasErrors ? null : template, bag.ToOrderedList());
    }

    /// <summary>The workflow that a template becomes with these values; all that are missing are named at once.</summary>
    /// <param name="template">The template.</param>
    /// <param name="values">Values by variable.</param>
    /// <param name="workflowName">Name of the workflow; null: the template's own.</param>
    /// <param name="options">What is known beside the file.</param>
    public static ImportResult Apply(ImportedTemplate template, IReadOnlyDictionary<string, string> values, string? workflowName, ImportOptions options)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(options);
        var file = template.Slug + (template.IsJson ? ".json" : ".yaml");
        return WorkflowImporter.Import(Encoding.UTF8.GetBytes(template.Text), file, options with { Dialect = ImportDialect.Plan, Variables = values, Name = workflowName });
    }
}
