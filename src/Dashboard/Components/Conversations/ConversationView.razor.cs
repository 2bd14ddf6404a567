using Microsoft.AspNetCore.Components;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Engine.Agents.Conversations;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Execution.Attempts;

namespace Signalbox.Dashboard.Components.Conversations;

/// <summary>
/// What an agent said and did in one attempt, read from its stored log and followed while it grows; give it a key of the attempt and the first entry,
/// it does not change its subject.
/// </summary>
public sealed partial class ConversationView
{
    /// <summary>Entries on a page.</summary>
    public const int PageSize = 200;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);
    private readonly CancellationTokenSource _ended = new();
    // A longer prompt is opened by who wants to read it
    private const int MaxOpenPrompt = 1200;

    private RenderThrottle? _throttle;
    private string? _prompt;
    private Task _following = Task.CompletedTask;
    private ConversationPage? _page;
    private volatile ConversationPage? _newest;

    /// <summary>The attempt.</summary>
    [Parameter, EditorRequired]
    public required Attempt Attempt { get; set; }

    /// <summary>First entry, from 0.</summary>
    [Parameter]
    public int From { get; set; }

    /// <summary>Address of the page that begins with an entry.</summary>
    [Parameter, EditorRequired]
    public required Func<int, string> PageHref { get; set; }

    /// <summary>Name for screen readers.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>Folder of the workspace: paths in it are shown without it; null: whole.</summary>
    [Parameter]
    public string? Root { get; set; }

    [Inject]
    private AttemptPrompts Prompts { get; set; } = null!;

    [Inject]
    private ConversationLog Conversations { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _throttle?.Dispose();
        await _following;
        _ended.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        // A page that is only rendered to text has nobody to tell
        if (RendererInfo.IsInteractive)
        {
            _throttle = new RenderThrottle(Time, Pace, _ => InvokeAsync(Show));
            _following = FollowAsync(_throttle);
        }
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (From > 0 || !RendererInfo.IsInteractive)
        {
            return;
        }

        try
        {
            _prompt = await Prompts.ReadAsync(Attempt, _ended.Token);
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // The component is gone
        }
    }

    private async Task FollowAsync(RenderThrottle throttle)
    {
        try
        {
            var bounds = new ConversationBounds { From = From, Count = PageSize };
            await foreach (var page in Conversations.FollowAsync(Attempt.Id, Attempt.Agent, bounds, _ended.Token).ConfigureAwait(false))
            {
                _newest = page;
                throttle.Request();
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // The component is gone
        }
        catch (Exception e)
        {
            // To the error boundary: a background read has no caller who would see it
            await DispatchExceptionAsync(e);
        }
    }

    private void Show()
    {
        if (!_ended.IsCancellationRequested)
        {
            _page = _newest;
            StateHasChanged();
        }
    }
}
