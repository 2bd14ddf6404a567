using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary>What every section of the binder shares.</summary>
/// <param name="Bag">Where faults go.</param>
/// <param name="KnownAgents">Agent ids that exist; null when nobody knows, and then none is refused.</param>
/// <param name="KnownWorkflows">Slugs of the workflows that a child run may name; null when nobody knows, and then none is refused.</param>
/// <param name="KnownRepositories">Repositories that may be named; null when nobody knows, and then none is refused.</param>
/// <param name="KnownMcpServers">Names of the configured MCP servers; null when nobody knows, and then none is refused.</param>
internal sealed record BindContext(
    DiagnosticBag Bag, IReadOnlySet<string>? KnownAgents, IReadOnlySet<string>? KnownWorkflows = null, KnownRepositories? KnownRepositories = null, IReadOnlySet<string>? KnownMcpServers = null)
{
    public void Error(YamlNode at, string code, string message) => Bag.Error(at.Start, code, message);

    public void Warning(YamlNode at, string code, string message) => Bag.Warning(at.Start, code, message);

    public void NotAvailable(YamlNode at, string what) =>
        Error(at, DiagnosticCodes.NotAvailable, $"{what} is not available in this version of Signalbox.");
}
