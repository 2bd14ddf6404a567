namespace Signalbox.Engine.Workflows;

/// <summary>A declared input of a workflow, or a field of an approval's form.</summary>
public sealed record InputDefinition
{
    public required string Name { get; init; }

    public required InputType Type { get; init; }

    public bool Required { get; init; }

    public string? Description { get; init; }

    /// <summary>Default as a plain value of the type (string, bool, long, double, list of strings); null when there is none.</summary>
    public object? Default { get; init; }

    /// <summary>Shortest text in characters; null: no limit.</summary>
    public int? MinLength { get; init; }

    /// <summary>Longest text in characters; null: no limit but the format's own.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Regular expression that the whole text matches, as in an HTML form; without look-around and back references.</summary>
    public string? Pattern { get; init; }

    /// <summary>Smallest integer allowed.</summary>
    public long? Min { get; init; }

    /// <summary>Largest integer allowed.</summary>
    public long? Max { get; init; }

    /// <summary>Smallest number allowed, for <see cref="InputType.Number"/>.</summary>
    public double? MinNumber { get; init; }

    /// <summary>Largest number allowed, for <see cref="InputType.Number"/>.</summary>
    public double? MaxNumber { get; init; }

    /// <summary>Options of a choice, in the order written.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Fewest items of a list.</summary>
    public int? MinItems { get; init; }

    /// <summary>Most items of a list; null: <see cref="InputBinder.MaxItems"/>.</summary>
    public int? MaxItems { get; init; }

    /// <summary>Longest item of a list in characters.</summary>
    public int? ItemMaxLength { get; init; }

    /// <summary>Largest file in bytes of UTF-8; null: 64 KiB.</summary>
    public int? MaxBytes { get; init; }
}
