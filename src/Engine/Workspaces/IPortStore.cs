using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Workspaces;

/// <summary>Keeps which ports are whose: for all servers of one database.</summary>
public interface IPortStore
{
    /// <summary>The ports of a run.</summary>
    Task<IReadOnlyList<PortLease>> ListAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>
    /// Gives a run the ports that it has not got yet. A port is another's while its run has not ended: the end of a run gives its ports back by itself,
    /// and a run that is taken up again asks again.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="wishes">Everything that it needs; a port that it has for a wish already stays.</param>
    /// <param name="candidates">Ports in the order in which they are to be tried.</param>
    /// <param name="isFree">Whether nothing on this machine uses the port.</param>
    /// <param name="isAnew">What it had is another machine's and is given back first.</param>
    /// <param name="cancellationToken">Gives up; nothing is written.</param>
    /// <returns>All that it has now; null, and nothing is written, when there are not enough.</returns>
    Task<IReadOnlyList<PortLease>?> LeaseAsync(RunId run, IReadOnlyList<PortWish> wishes, IEnumerable<int> candidates, Func<int, bool> isFree, bool isAnew, CancellationToken cancellationToken);
}
