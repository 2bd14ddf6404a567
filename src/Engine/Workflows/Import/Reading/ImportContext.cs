using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Reading;

/// <summary>What every importer shares: where faults and warnings go, and what it was told.</summary>
internal sealed class ImportContext(DiagnosticBag bag, ImportOptions options, string file)
{
    public DiagnosticBag Bag { get; } = bag;

    public ImportOptions Options { get; } = options;

    /// <summary>Name of the file as the person gave it.</summary>
    public string File { get; } = file;

    /// <summary>What is wrong with the values that were given for a template's variables.</summary>
    public List<InputFault> Faults { get; } = [];

    /// <summary>See <see cref="ImportResult.Draft"/>.</summary>
    public string? Draft { get; set; }

    public void Error(YamlNode at, string code, string message) => Bag.Error(at.Start, code, message);

    /// <summary>Its meaning has no place in a workflow: the file is refused.</summary>
    public void NotMappable(YamlNode at, string message) => Error(at, ImportCodes.NotMappable, message);

    public void Warn(YamlNode at, string message) => Bag.Warning(at.Start, ImportCodes.NotMappable, message);
}
