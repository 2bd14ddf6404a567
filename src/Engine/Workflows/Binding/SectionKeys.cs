namespace Signalbox.Engine.Workflows.Binding;

/// <summary>The keys that one kind of mapping has: those this version reads, and those of the format that it does not yet.</summary>
/// <param name="Owner">What the mapping is, for messages: "a step".</param>
/// <param name="Keys">Keys that are read.</param>
/// <param name="Later">Keys of the format that are refused by name, never ignored.</param>
internal sealed record SectionKeys(string Owner, KeyInfo[] Keys, string[]? Later = null)
{
    private readonly Dictionary<string, KeyInfo> byName = Keys.ToDictionary(k => k.Name, StringComparer.Ordinal);

    /// <summary>Keys that must be there.</summary>
    public IReadOnlyList<KeyInfo> Required { get; } = [.. Keys.Where(k => k.Example is not null)];

    /// <summary>Names of the keys that are read.</summary>
    public IEnumerable<string> Known => Keys.Select(k => k.Name);

    public bool Has(string name) => byName.ContainsKey(name);

    /// <summary>The shape of a key's value.</summary>
    public T Shape<T>(string name) where T : KeyShape => (T)byName[name].Shape;
}

/// <summary>One key.</summary>
/// <param name="Name">The key.</param>
/// <param name="Shape">What its value may be.</param>
/// <param name="Description">What it is for, in one sentence; editors show it.</param>
/// <param name="Example">How it is written; given for a key that must be there.</param>
internal sealed record KeyInfo(string Name, KeyShape Shape, string Description, string? Example = null);
