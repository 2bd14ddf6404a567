using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Orchestrators;

/// <summary>A step of an orchestrator's workflow as read; prompts are translated when all steps are known.</summary>
internal sealed class OrchestratorStep
{
    public required ImportSection Section { get; init; }

    /// <summary>Its id as written.</summary>
    public required ScalarNode Name { get; init; }

    /// <summary>Our id.</summary>
    public required string Id { get; init; }

    /// <summary>Whether it decides between two ways.</summary>
    public required bool IsReview { get; init; }

    /// <summary>Outputs in the order of the file.</summary>
    public required IReadOnlyList<OrchestratorOutput> Outputs { get; init; }

    /// <summary>Where it goes on; a null step ends the path.</summary>
    public List<(OrchestratorStep? To, string? When)> Next { get; } = [];
}

/// <summary>An output of a step.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Its file in the workspace; null: the agent's final text.</param>
/// <param name="IsOptional">Whether it may be missing.</param>
internal sealed record OrchestratorOutput(string Name, string? Path, bool IsOptional);
