namespace Signalbox.Persistence.Cluster;

/// <summary>Short messages between the servers of one database. One that is not listening at the moment misses them: who needs to know looks at the rows too.</summary>
public interface INodeChannel
{
    /// <summary>Bytes that a message may have.</summary>
    const int MaxBytes = 4000;

    /// <summary>Sends messages to every server that listens, this one included.</summary>
    Task SendAsync(IReadOnlyList<string> messages, CancellationToken cancellationToken);

    /// <summary>Listens until the connection breaks or the token is cancelled.</summary>
    /// <param name="began">Called when it listens: what is sent from now on arrives.</param>
    /// <param name="receive">Called for each message, one at a time; it should return quickly.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task ListenAsync(Action began, Action<string> receive, CancellationToken cancellationToken);
}
