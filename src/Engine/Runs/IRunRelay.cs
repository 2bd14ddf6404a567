using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs;

/// <summary>Hands a reason to look at a run to the node that has its files. It may get lost: the sweep of that node finds the run.</summary>
public interface IRunRelay
{
    /// <summary>Tells the node.</summary>
    /// <param name="run">The run.</param>
    /// <param name="node">The node that it is at home on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task PassAsync(RunId run, string node, CancellationToken cancellationToken);
}
