namespace Signalbox.Engine.Workflows;

/// <summary>A declared input of a workflow.</summary>
public sealed record InputDefinition
{
    public required string Name { get; init; }

    public required InputType Type { get; init; }

    public bool Required { get; init; }

    public string? Description { get; init; }

    /// <summary>Default as a plain value of the type (string, bool or long); null when there is none.</summary>
    public object? Default { get; init; }

    /// <summary>Longest text in characters; null: no limit but the format's own.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Smallest integer allowed.</summary>
    public long? Min { get; init; }

    /// <summary>Largest integer allowed.</summary>
    public long? Max { get; init; }

    /// <summary>Options of a choice, in the order written.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];
}
