using System.Threading.Channels;

namespace Signalbox.Engine.Runs;

/// <summary>A run that an executor of this process holds.</summary>
internal sealed class ActiveRun(string node)
{
    // One signal waiting is enough: whoever reads it reads everything that came.
    private readonly Channel<long> _wakes = Channel.CreateBounded<long>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly TaskCompletionSource _cancel = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _signalled;

    /// <summary>The claim's token.</summary>
    public string Node { get; } = node;

    /// <summary>Gives the newest wake of the run, each once.</summary>
    public ChannelReader<long> Wakes => _wakes.Reader;

    /// <summary>Completes when a cancel is requested.</summary>
    public Task CancelRequested => _cancel.Task;

    /// <summary>The wake at the claim is no news.</summary>
    public void Seen(long wake) => Interlocked.Exchange(ref _signalled, wake);

    public void SignalCancel() => _cancel.TrySetResult();

    /// <summary>Says that the run has this wake; one that was said before is not said again.</summary>
    public void Signal(long wake)
    {
        long seen;
        do
        {
            seen = Interlocked.Read(ref _signalled);
            if (wake <= seen)
            {
                return;
            }
        }
        while (Interlocked.CompareExchange(ref _signalled, wake, seen) != seen);
        _wakes.Writer.TryWrite(wake);
        _cancel.TrySetResult();
    }
}
