namespace Signalbox.Engine.Workflows.Import;

/// <summary>What the importer is told beside the file.</summary>
public sealed record ImportOptions
{
    /// <summary>Reads the file as this dialect; null: the content says.</summary>
    public ImportDialect? Dialect { get; init; }

    /// <summary>
    /// Values of a template's variables: the template is applied and becomes a workflow. Null: a file with variables becomes a template.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Variables { get; init; }

    /// <summary>Name of the workflow that a plan or template becomes; null: the file's own.</summary>
    public string? Name { get; init; }

    /// <summary>Agent of the steps for which the file names none; the import says so.</summary>
    public string DefaultAgent { get; init; } = "claude";

    /// <summary>Ids of the agents that may be named; null: not checked here, but when the workflow is saved.</summary>
    public IReadOnlySet<string>? KnownAgents { get; init; }
}
