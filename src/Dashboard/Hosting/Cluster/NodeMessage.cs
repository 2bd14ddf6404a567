using System.Globalization;
using Signalbox.Engine.Identity;

namespace Signalbox.Dashboard.Hosting.Cluster;

/// <summary>What servers tell each other: short, and never more than a reason to read rows.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Sender">Process that sent it; for <see cref="NodeMessageKind.Look"/> the node that it is for.</param>
/// <param name="Run">The run; none for workflows and metrics.</param>
/// <param name="After">Sequence of the last event before those that are new.</param>
internal sealed record NodeMessage(NodeMessageKind Kind, string Sender, RunId? Run = null, long After = 0)
{
    /// <summary>A run has events after this sequence.</summary>
    public static string Changed(string instance, RunId run, long after) => string.Create(CultureInfo.InvariantCulture, $"run|{instance}|{run}|{after}");

    /// <summary>Workflows or repositories changed.</summary>
    public static string Workflows(string instance) => $"workflows|{instance}";

    /// <summary>Metrics, targets or links changed.</summary>
    public static string Metrics(string instance) => $"metrics|{instance}";

    /// <summary>A node is to look at a run.</summary>
    public static string Look(string node, RunId run) => $"look|{node}|{run}";

    /// <summary>Reads a message; null for one that this version does not know.</summary>
    public static NodeMessage? Parse(string text) => text.Split('|') switch
    {
        ["run", var sender, var id, var after] when EntityId.TryParse<RunId>(id, out var run) && long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) =>
            new NodeMessage(NodeMessageKind.RunChanged, sender, run, sequence),
        ["workflows", var sender] => new NodeMessage(NodeMessageKind.WorkflowsChanged, sender),
        ["metrics", var sender] => new NodeMessage(NodeMessageKind.MetricsChanged, sender),
        ["look", var node, var id] when EntityId.TryParse<RunId>(id, out var run) => new NodeMessage(NodeMessageKind.Look, node, run),
        _ => null,
    };
}
