namespace Signalbox.Engine.Metrics;

/// <summary>The <c>compound.yaml</c> that was imported last, as it was: an export goes on from it, so that its comments and its own keys come back.</summary>
public sealed class ImportedFile
{
    /// <summary>Name of the file in spec 4's folder.</summary>
    public const string CompoundYaml = "compound.yaml";

    public required string Name { get; init; }

    public required string Text { get; set; }

    public required string ImportedBy { get; set; }

    public required DateTimeOffset ImportedAt { get; set; }
}
