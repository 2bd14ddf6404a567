namespace Signalbox.Engine.Agents;

/// <summary>An agent that the configuration switches off (spec 2, Configuration: active components): it is listed and gets no work.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">How it would do its work; what is found on the machine says it itself.</param>
public sealed record DisabledAgent(string Id, AgentKind Kind)
{
    /// <summary>Why it does nothing.</summary>
    public const string Reason = "switched off by the configuration";

    /// <summary>Name for people; null: the id.</summary>
    public string? Name { get; init; }

    /// <summary>Whose it is; null when not said.</summary>
    public string? Provider { get; init; }

    /// <summary>Model; null when not said.</summary>
    public string? Model { get; init; }

    /// <summary>What it can do.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>As people see it where nothing of it is found.</summary>
    internal AgentInfo Describe() => new()
    {
        Id = Id,
        Name = Name ?? Id,
        Kind = Kind,
        IsConfigured = true,
        Provider = Provider ?? "external",
        Model = Model,
        Capabilities = Capabilities,
        Status = AgentStatus.Inactive,
        StatusReason = Reason,
    };
}
