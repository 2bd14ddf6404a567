namespace Signalbox.Dashboard.Api.Models;

/// <summary>The configuration in force.</summary>
/// <param name="Version">The version, with its document.</param>
/// <param name="Agents">Its agents, in the order of the document.</param>
/// <param name="Workflows">Its workflows, in the order of the document.</param>
/// <param name="RestartNeeded">Keys that count only after a restart, such as <c>deployment.urls</c>.</param>
public sealed record ConfigModel(ConfigVersionModel Version, IReadOnlyList<ConfigComponentModel> Agents, IReadOnlyList<ConfigComponentModel> Workflows, IReadOnlyList<string> RestartNeeded);
