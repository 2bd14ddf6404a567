using Microsoft.AspNetCore.Components;
using Signalbox.Engine.Events;

namespace Signalbox.Dashboard.Components.Live;

/// <summary>
/// A component that shows committed state and reads it again when the bus says that it changed. It subscribes before it first reads, so
/// nothing that happens in between is missed; reads never overlap, so an old answer cannot overwrite a newer one.
/// </summary>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly SemaphoreSlim _reading = new(1, 1);
    private NoticeSubscription? _subscription;
    private RenderThrottle? _throttle;
    private Task _listening = Task.CompletedTask;
    private Task _ticking = Task.CompletedTask;

    [Inject]
    private RunEventBus Bus { get; set; } = null!;

    /// <summary>The clock.</summary>
    [Inject]
    protected TimeProvider Time { get; set; } = null!;

    /// <summary>Cancelled when the component is gone.</summary>
    protected CancellationToken Ended => _ended.Token;

    /// <summary>Shortest time between two renders caused by the bus; at most ten a second.</summary>
    protected virtual TimeSpan Pace => TimeSpan.FromMilliseconds(100);

    /// <summary>Reads again at this interval too, for what changes without a notice; null: only when the bus says so.</summary>
    protected virtual TimeSpan? Every => null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _ended.CancelAsync();
        _subscription?.Dispose();
        _throttle?.Dispose();
        await Task.WhenAll(_listening, _ticking);
        await DisposeCoreAsync();
        _ended.Dispose();
    }

    /// <summary>Whether this notice changes what is shown; called on the publisher's thread, so it only looks at the notice.</summary>
    protected abstract bool Concerns(Notice notice);

    /// <summary>Reads what is shown.</summary>
    protected abstract Task LoadAsync(CancellationToken cancellationToken);

    /// <summary>What else ends with the component.</summary>
    protected virtual ValueTask DisposeCoreAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        // A page that is only rendered to text has nobody to tell
        if (RendererInfo.IsInteractive)
        {
            _throttle = new RenderThrottle(Time, Pace, _ => InvokeAsync(RefreshAsync));
            _subscription = Bus.Subscribe(n => n is Notice.Missed || Concerns(n));
            _listening = ListenAsync(_subscription, _throttle);
            _ticking = Every is { } interval ? TickAsync(interval, _throttle) : Task.CompletedTask;
        }
    }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => ReadAsync();

    /// <summary>Reads again, after a read that is under way.</summary>
    protected async Task ReadAsync()
    {
        try
        {
            await _reading.WaitAsync(Ended);
            try
            {
                await LoadAsync(Ended);
            }
            finally
            {
                _reading.Release();
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // The component is gone
        }
    }

    private async Task RefreshAsync()
    {
        if (_ended.IsCancellationRequested)
        {
            return;
        }

        try
        {
            await ReadAsync();
            StateHasChanged();
        }
        catch (Exception e)
        {
            // To the error boundary: a background read has no caller who would see it
            await DispatchExceptionAsync(e);
        }
    }

    private async Task TickAsync(TimeSpan interval, RenderThrottle throttle)
    {
        using var timer = new PeriodicTimer(interval, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                throttle.Request();
            }
        }
        catch (OperationCanceledException)
        {
            // The component is gone
        }
    }

    private async Task ListenAsync(NoticeSubscription subscription, RenderThrottle throttle)
    {
        try
        {
            await foreach (var _ in subscription.ReadAllAsync(_ended.Token))
            {
                throttle.Request();
            }
        }
        catch (OperationCanceledException)
        {
            // The component is gone
        }
    }
}
