using System.Text;
using Signalbox.Engine.Workflows.Import.FeatureSpecs;
using Signalbox.Engine.Workflows.Import.Orchestrators;
using Signalbox.Engine.Workflows.Import.Plans;
using Signalbox.Engine.Workflows.Import.Platform;
using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Import.RunFiles;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import;

/// <summary>
/// Reads the older formats into workflows of ours (design/workflow-format.md, "The dialects it imports"). Says for each key what it could
/// not map, refuses what it cannot say here, runs nothing of the file, and never throws on what a file holds.
/// </summary>
public static class WorkflowImporter
{
    private const string Dialects = "run-file workflows, platform workflows and configurations, plans and templates, feature specs, orchestrators";

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="bytes">The file: YAML or JSON, UTF-8, at most 1 MiB.</param>
    /// <param name="fileName">Path or name for diagnostics.</param>
    /// <param name="options">What is known beside the file.</param>
    public static ImportResult Import(ReadOnlyMemory<byte> bytes, string fileName, ImportOptions options)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(options);
        var (root, bag) = ImportFile.Read(bytes, fileName);
        if (root is null)
        {
            return Result(new ImportResult(), bag, null);
        }

        if ((options.Dialect ?? DialectDetector.Detect(root)) is not { } dialect)
        {
            bag.Error(root.Start, ImportCodes.UnknownDialect, $"The file is none of the formats that are imported ({Dialects}). {DialectDetector.Other(root)}".TrimEnd());
            return Result(new ImportResult(), bag, null);
        }

        var context = new ImportContext(bag, options, fileName);
        return Result(Read(dialect, root, bytes, context) with { Dialect = dialect }, bag, context);
    }

    private static ImportResult Read(ImportDialect dialect, MappingNode root, ReadOnlyMemory<byte> bytes, ImportContext context) => dialect switch
    {
        ImportDialect.Signalbox when context.Options.Name is null => Ours(bytes, context),
        ImportDialect.Signalbox => TemplateImporter.Import(root, context),
        ImportDialect.RunFile => One(RunFileImporter.Import(root, context)),
        ImportDialect.Platform => PlatformImporter.Import(root, context),
        ImportDialect.Plan => TemplateImporter.Import(root, context),
        ImportDialect.FeatureSpec => One(FeatureSpecImporter.Import(root, context)),
        ImportDialect.Orchestrator => OrchestratorImporter.Import(root, context),
        _ => throw new ArgumentOutOfRangeException(nameof(dialect)),
    };

    private static ImportResult One(ImportedWorkflow? workflow) => new() { Created = workflow is null ? [] : [workflow] };

    /// <summary>Our own format is taken as it is written.</summary>
    private static ImportResult Ours(ReadOnlyMemory<byte> bytes, ImportContext context)
    {
        var parsed = WorkflowParser.Parse(bytes, context.File, context.Options.KnownAgents);
        context.Bag.Take(parsed.Diagnostics);
        return parsed.Definition is null ? new ImportResult() : One(new ImportedWorkflow(parsed.Definition.Name, Encoding.UTF8.GetString(bytes.Span).TrimStart('\uFEFF')));
    }

    private static ImportResult Result(ImportResult read, DiagnosticBag bag, ImportContext? context)
    {
        var all = bag.ToOrderedList();
        var result = bag.HasErrors ? new ImportResult { Dialect = read.Dialect } : read;
        return result with
        {
            Warnings = [.. all.Where(d => d.Severity == DiagnosticSeverity.Warning).Select(d => new ImportWarning(d.Line, d.Column, d.Message))],
            Diagnostics = [.. all.Where(d => d.Severity == DiagnosticSeverity.Error)],
            Faults = context?.Faults ?? [],
            Draft = context?.Draft,
        };
    }
}
