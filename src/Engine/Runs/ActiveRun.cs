namespace Signalbox.Engine.Runs;

/// <summary>A run that an executor of this process holds.</summary>
internal sealed class ActiveRun(string node)
{
    private readonly TaskCompletionSource _cancel = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The claim's token.</summary>
    public string Node { get; } = node;

    /// <summary>Completes when a cancel is requested.</summary>
    public Task CancelRequested => _cancel.Task;

    public void SignalCancel() => _cancel.TrySetResult();
}
