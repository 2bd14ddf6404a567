namespace Signalbox.Engine.Library;

/// <summary>A workflow of the configuration as a file of its own.</summary>
/// <param name="Slug">Its name.</param>
/// <param name="Yaml">Its text.</param>
/// <param name="Repositories">Names of the repositories that it is for; empty: every one.</param>
public sealed record ConfiguredFile(string Slug, string Yaml, IReadOnlyList<string> Repositories);
