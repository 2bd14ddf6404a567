using System.Text.RegularExpressions;

namespace Signalbox.Engine.Schemas;

/// <summary>One schema of a JSON Schema document (draft 2020-12), with the keywords that say something about a value.</summary>
internal sealed class SchemaRule
{
    /// <summary>A schema that is just <c>true</c> or <c>false</c>; null: it has keywords.</summary>
    public bool? Always { get; init; }

    /// <summary>Where <c>$ref</c> leads; set once the whole document is read, because schemas may name themselves.</summary>
    public SchemaRule? Reference { get; set; }

    public string? Description { get; init; }

    // any value
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Allowed values as they are written, each with its canonical text.</summary>
    public IReadOnlyList<SchemaValue>? Values { get; init; }

    public IReadOnlyList<SchemaRule> AllOf { get; init; } = [];

    public IReadOnlyList<SchemaRule> AnyOf { get; init; } = [];

    public IReadOnlyList<SchemaRule> OneOf { get; init; } = [];

    public SchemaRule? Not { get; init; }

    public SchemaRule? If { get; init; }

    public SchemaRule? Then { get; init; }

    public SchemaRule? Else { get; init; }

    // texts
    public Regex? Pattern { get; init; }

    /// <summary>The pattern as it is written.</summary>
    public string? PatternText { get; init; }

    public long? MinLength { get; init; }

    public long? MaxLength { get; init; }

    // numbers
    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    public double? ExclusiveMinimum { get; init; }

    public double? ExclusiveMaximum { get; init; }

    public double? MultipleOf { get; init; }

    // lists
    public IReadOnlyList<SchemaRule> PrefixItems { get; init; } = [];

    public SchemaRule? Items { get; init; }

    public SchemaRule? Contains { get; init; }

    public long? MinContains { get; init; }

    public long? MaxContains { get; init; }

    public long? MinItems { get; init; }

    public long? MaxItems { get; init; }

    public bool UniqueItems { get; init; }

    // mappings
    public IReadOnlyList<string> Required { get; init; } = [];

    public IReadOnlyDictionary<string, SchemaRule> Properties { get; init; } = new Dictionary<string, SchemaRule>(StringComparer.Ordinal);

    public IReadOnlyList<(Regex Pattern, SchemaRule Rule)> PatternProperties { get; init; } = [];

    public SchemaRule? AdditionalProperties { get; init; }

    public SchemaRule? PropertyNames { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<string>> DependentRequired { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, SchemaRule> DependentSchemas { get; init; } = new Dictionary<string, SchemaRule>(StringComparer.Ordinal);

    public long? MinProperties { get; init; }

    public long? MaxProperties { get; init; }
}
