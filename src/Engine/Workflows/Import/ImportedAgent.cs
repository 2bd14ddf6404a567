namespace Signalbox.Engine.Workflows.Import;

/// <summary>An agent that an imported file declares (spec 2 and spec 5). Importing does not register it.</summary>
public sealed record ImportedAgent
{
    /// <summary>Its id in the file.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Provider as the file says it, such as <c>anthropic</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Id of our agent that does its steps, such as <c>anthropic</c> or <c>copilot</c> (design/agents.md, Registry).</summary>
    public required string Kind { get; init; }

    /// <summary>Model; null when the file names none.</summary>
    public string? Model { get; init; }

    /// <summary>Capabilities; <c>general</c> when the file names none.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>Whether it may plan the work of others (role <c>coordinator</c>).</summary>
    public bool IsCoordinator { get; init; }

    /// <summary>Whether the file has it switched on.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Everything else the file says of it, as plain values. Secrets are references such as <c>${NAME}</c>, never values.</summary>
    public IReadOnlyDictionary<string, object?> Config { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);
}
