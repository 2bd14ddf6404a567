using System.Text;
using Signalbox.Engine.Schemas;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Features;

/// <summary>
/// Reads <c>spec.yaml</c> (spec 4, 1.3). Spec 4's own schema says what is valid; what is only unusual is warned about. A spec with faults is shown
/// all the same. Never throws on what a file holds, and runs nothing of it.
/// </summary>
public static class FeatureSpecFile
{
    /// <summary>Largest file, in bytes.</summary>
    public const int MaxBytes = WorkflowParser.MaxBytes;

    private const string What = "a feature spec";

    private static readonly Lazy<JsonSchema> Advice = new(() => JsonSchema.Parse(PublishedSchemas.Resource("feature_spec.advice")));

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="utf8">The file: YAML, UTF-8, at most 1 MiB.</param>
    /// <param name="file">Path or name for diagnostics.</param>
    public static FeatureSpecResult Read(ReadOnlyMemory<byte> utf8, string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var (root, bag) = DocumentFile.Read(utf8, file, What);
        if (root is null)
        {
            return new FeatureSpecResult(null, bag.ToOrderedList());
        }

        PublishedSchemas.Get(PublishedSchemas.FeatureSpec).Check(root, bag);
        Advice.Value.Check(root, bag, DiagnosticSeverity.Warning);
        var spec = FeatureSpecReader.Read(root, bag.Source);
        if (spec is not null)
        {
            FeatureRelations.Check(root, spec, bag);
        }

        return new FeatureSpecResult(spec, bag.ToOrderedList());
    }

    /// <summary>What is said of a file that was not read because of its size; null where the size will do.</summary>
    /// <param name="bytes">Its whole length in bytes.</param>
    /// <param name="file">Path or name for diagnostics.</param>
    public static FeatureSpecResult? RefuseSize(long bytes, string file) =>
        DocumentFile.RefuseSize(bytes, file, What) is { } tooLarge ? new FeatureSpecResult(null, tooLarge.ToOrderedList()) : null;

    /// <summary>Reads a text, such as an editor's.</summary>
    /// <inheritdoc cref="Read(ReadOnlyMemory{byte}, string)"/>
    public static FeatureSpecResult Read(string text, string file) => Read(Encoding.UTF8.GetBytes(text), file);
}
