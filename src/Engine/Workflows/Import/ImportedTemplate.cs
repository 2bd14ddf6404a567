namespace Signalbox.Engine.Workflows.Import;

/// <summary>A template in an imported file: it is stored as it is and becomes a workflow when it is applied.</summary>
/// <param name="Slug">Its name.</param>
/// <param name="Description">For people; null when the file has none.</param>
/// <param name="Text">The file as written.</param>
/// <param name="IsJson">Whether the text is JSON rather than YAML.</param>
/// <param name="Variables">Its variables in the order of the file.</param>
public sealed record ImportedTemplate(string Slug, string? Description, string Text, bool IsJson, IReadOnlyList<ImportedVariable> Variables)
{
    /// <summary>Title for people; null when the file has none.</summary>
    public string? Title { get; init; }

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>How many steps or tasks it has.</summary>
    public int Steps { get; init; }
}
