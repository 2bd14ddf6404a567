using Signalbox.Engine.Agents.Api;
using Signalbox.Engine.Agents.Commands;
using Signalbox.Engine.Coordination;

namespace Signalbox.Engine.Governance.Configuration;

/// <summary>An agent of the document (spec 2, Configuration: <c>agents</c>). One that is switched on has what its kind needs.</summary>
public sealed record ConfiguredAgent
{
    /// <summary>Its key, the id that workflows name.</summary>
    public required string Id { get; init; }

    /// <summary>False: it is listed and gets no work; what it lacks is no fault.</summary>
    public required bool IsEnabled { get; init; }

    /// <summary>How it does its work.</summary>
    public required ConfiguredAgentKind Kind { get; init; }

    /// <summary>Name for people; null: the id.</summary>
    public string? Name { get; init; }

    /// <summary>Whose it is; null when not said.</summary>
    public string? Provider { get; init; }

    /// <summary>Model; null when not said.</summary>
    public string? Model { get; init; }

    /// <summary>What it can do; empty: what its kind can.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>What a model behind an API needs; null for other kinds, and while it is switched off.</summary>
    public ApiAgentSettings? Api { get; init; }

    /// <summary>What a program needs; null for other kinds, and while it is switched off.</summary>
    public CommandAgentSettings? Command { get; init; }

    /// <summary>What a worker outside needs; null for other kinds, and while it is switched off.</summary>
    public AgentRegistration? Worker { get; init; }

    /// <summary>Line of its key, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Column of its key, from 1.</summary>
    public required int Column { get; init; }
}
