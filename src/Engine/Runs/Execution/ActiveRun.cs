using System.Threading.Channels;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>A run that an executor of this process holds.</summary>
internal sealed class ActiveRun(string node)
{
    // One signal waiting is enough: whoever reads it reads everything that came.
    private readonly Channel<long> _wakes = Channel.CreateBounded<long>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private long _newest;
    private long _seen;
    private bool _asked;

    /// <summary>The claim's token.</summary>
    public string Node { get; } = node;

    /// <summary>Gives the newest wake of the run, each once.</summary>
    public ChannelReader<long> Wakes => _wakes.Reader;

    /// <summary>Whether another job came for this run while it was held.</summary>
    public bool IsAsked => Volatile.Read(ref _asked);

    /// <summary>Another job came for this run.</summary>
    public void Ask() => Volatile.Write(ref _asked, true);

    /// <summary>Whether something came that has not been read.</summary>
    public bool HasNews => Interlocked.Read(ref _newest) > Interlocked.Read(ref _seen);

    /// <summary>Says up to which wake the run's signals have been read.</summary>
    public void Seen(long wake) => Interlocked.Exchange(ref _seen, wake);

    /// <summary>Says that the run has this wake.</summary>
    public void Signal(long wake)
    {
        long newest;
        do
        {
            newest = Interlocked.Read(ref _newest);
            if (wake <= newest)
            {
                return;
            }
        }
        while (Interlocked.CompareExchange(ref _newest, wake, newest) != newest);
        if (HasNews)
        {
            _wakes.Writer.TryWrite(wake);
        }
    }
}
