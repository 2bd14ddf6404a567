namespace Signalbox.Engine.Workflows.Binding;

/// <summary>The keys that one kind of mapping has: those this version reads, and those of the format that it does not yet.</summary>
/// <param name="Owner">What the mapping is, for messages: "a step".</param>
/// <param name="Known">Keys that are read.</param>
/// <param name="Later">Keys of the format that are refused by name, never ignored.</param>
internal sealed record SectionKeys(string Owner, string[] Known, string[]? Later = null);
