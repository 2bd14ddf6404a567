using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Execution;

namespace Signalbox.Engine.Coordination;

/// <summary>Where what a worker says is kept: the files of a run are on the node that it is at home on (ADR 8).</summary>
internal static class WorkPlaces
{
    /// <summary>Why a word that touches files of the run cannot be taken here; null when it can.</summary>
    public static WorkResult? FilesElsewhere(Run run, RunCluster? cluster) => cluster?.Node.IsOther(run.Home) == true
        ? new WorkResult { Refused = $"the files of {run.Key} are on node {run.Home}, and this is node {cluster.Node.Id}: say it to the server there" }
        : null;

    /// <summary>Why a word cannot be taken here because a secret of the step is not known here, so that it would not be masked; null when it can.</summary>
    public static WorkResult? SecretElsewhere(Attempt attempt, Run run, RunSessionServices services) =>
        services.Cluster is { } cluster && cluster.Node.IsOther(run.Home) && attempt.SecretNames.FirstOrDefault(n => services.Secrets.Resolve(n).Value is null) is { } unknown
            ? new WorkResult { Refused = $"the step has the secret {unknown}, which node {cluster.Node.Id} does not have to mask it: say it to the server of node {run.Home}" }
            : null;
}
