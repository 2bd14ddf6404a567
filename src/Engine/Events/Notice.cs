using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Events;

/// <summary>What the bus tells after a commit: enough to know what to read again.</summary>
public abstract record Notice
{
    /// <summary>A run changed; its new events in order.</summary>
    public sealed record RunChanged(RunId RunId, IReadOnlyList<RunEvent> Events) : Notice;

    /// <summary>Workflows or repositories changed.</summary>
    public sealed record WorkflowsChanged : Notice;

    /// <summary>An agent's status changed.</summary>
    public sealed record AgentsChanged : Notice;

    /// <summary>A message was sent, or somebody did something with one.</summary>
    public sealed record MessagesChanged : Notice;

    /// <summary>A workspace changed, or something new was seen in one.</summary>
    public sealed record WorkspacesChanged : Notice;

    /// <summary>A learning was proposed, or somebody answered one.</summary>
    public sealed record LearningsChanged : Notice;

    /// <summary>A feature was imported, or something of it changed.</summary>
    public sealed record FeaturesChanged : Notice;

    /// <summary>Numbers of metrics may have changed, or what is wanted of them, without a run that moved.</summary>
    public sealed record MetricsChanged : Notice;

    /// <summary>Another configuration is in force.</summary>
    public sealed record ConfigurationChanged : Notice;

    /// <summary>The subscriber was too slow and notices were dropped: read everything again.</summary>
    public sealed record Missed : Notice;
}
