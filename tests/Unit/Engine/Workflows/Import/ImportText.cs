using System.Text;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Import;

namespace Signalbox.Unit.Engine.Workflows.Import;

/// <summary>Short ways to what importing a text gave.</summary>
internal static class ImportText
{
    public static ImportResult Import(string text, ImportOptions? options = null) =>
        WorkflowImporter.Import(Encoding.UTF8.GetBytes(text), "old.yaml", options ?? new ImportOptions());

    /// <summary>Everything is taken, and each workflow parses.</summary>
    public static ImportResult Accepted(string text, ImportOptions? options = null)
    {
        var result = Import(text, options);
        Assert.True(result.IsAccepted, string.Join('\n', result.Diagnostics));
        Assert.All(result.Created, c => Assert.Equal(c.Slug, Parse(c).Name));
        return result;
    }

    /// <summary>The only workflow of a file that is taken.</summary>
    public static WorkflowDefinition One(string text, ImportOptions? options = null) => Parse(Assert.Single(Accepted(text, options).Created));

    /// <summary>The YAML of the only workflow.</summary>
    public static string Yaml(string text, ImportOptions? options = null) => Assert.Single(Accepted(text, options).Created).Yaml;

    /// <summary>Nothing is created; the only fault as <c>line:column code message</c>.</summary>
    public static string Refused(string text, ImportOptions? options = null)
    {
        var result = Import(text, options);
        Assert.Empty(result.Created);
        Assert.Empty(result.Agents);
        Assert.Empty(result.Templates);
        var only = Assert.Single(result.Diagnostics);
        return $"{only.Line}:{only.Column} {only.Code} {only.Message}";
    }

    /// <summary><c>line:column message</c> of each warning.</summary>
    public static string[] Warnings(ImportResult result) => [.. result.Warnings.Select(w => $"{w.Line}:{w.Column} {w.Message}")];

    private static WorkflowDefinition Parse(ImportedWorkflow created)
    {
        var parsed = WorkflowParser.Parse(created.Yaml, created.Slug);
        Assert.True(parsed.IsValid, $"{string.Join('\n', parsed.Diagnostics)}\n{created.Yaml}");
        return parsed.Definition!;
    }
}
