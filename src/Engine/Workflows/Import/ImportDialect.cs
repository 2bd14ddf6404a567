namespace Signalbox.Engine.Workflows.Import;

/// <summary>The older formats that are read (design/workflow-format.md, "The dialects it imports").</summary>
public enum ImportDialect
{
    /// <summary>Our own format: taken as it is.</summary>
    Signalbox = 0,

    /// <summary>Run-file workflows (spec 1).</summary>
    RunFile = 1,

    /// <summary>A workflow, or a configuration with agents and workflows, of the orchestration platform (spec 2).</summary>
    Platform = 2,

    /// <summary>Plans and templates of tasks (spec 3).</summary>
    Plan = 3,

    /// <summary>Feature specs, <c>spec.yaml</c> (spec 4).</summary>
    FeatureSpec = 4,

    /// <summary>Orchestrators with agents and workflows (spec 5).</summary>
    Orchestrator = 5,
}
