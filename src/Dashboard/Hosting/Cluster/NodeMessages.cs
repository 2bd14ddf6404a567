using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Signalbox.Dashboard.Jobs;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Execution;
using Signalbox.Persistence.Cluster;

namespace Signalbox.Dashboard.Hosting.Cluster;

/// <summary>
/// Tells the other servers what was committed here, and this server's subscribers what was committed there; looks at runs that others were asked to look at
/// and that are at home here. All of it makes things quick, none of it right: the rows are.
/// </summary>
internal sealed class NodeMessages(
    INodeChannel channel, ServerNode node, RunEventBus bus, IRunQueries queries, RunExecutor executor, RunJobsService jobs, TimeProvider time, ILogger<NodeMessages> log) : BackgroundService
{
    private const int MaxEvents = 1000;
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    // Notices of other servers, which are not to be sent back to them.
    private readonly ConditionalWeakTable<Notice, object> _foreign = [];
    private readonly Channel<NodeMessage> _received = Channel.CreateBounded<NodeMessage>(new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.DropOldest });

    // Subscribed here: what is committed before the service runs is told too.
    private readonly NoticeSubscription _own = bus.Subscribe(n => n is Notice.RunChanged or Notice.WorkflowsChanged or Notice.MetricsChanged or Notice.Missed);
    private readonly Outbox _outbox = new();

    public override void Dispose()
    {
        _own.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) =>
        await Task.WhenAll(GatherAsync(stoppingToken), SendAsync(stoppingToken), ListenAsync(stoppingToken), HandleAsync(stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task GatherAsync(CancellationToken cancellationToken)
    {
        await foreach (var notice in _own.ReadAllAsync(cancellationToken))
        {
            if (notice is Notice.RunChanged changed && !_foreign.TryGetValue(notice, out _))
            {
                _outbox.Add(changed.RunId, changed.Events.Count == 0 ? null : changed.Events[0].Sequence - 1);
            }
            else if (notice is Notice.WorkflowsChanged && !_foreign.TryGetValue(notice, out _))
            {
                _outbox.AddWorkflows();
            }
            else if (notice is Notice.MetricsChanged && !_foreign.TryGetValue(notice, out _))
            {
                _outbox.AddMetrics();
            }
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _outbox.WaitAsync(cancellationToken);

            // A run that prints events by the dozen is told of a few times a second.
            await Task.Delay(Gather, time, cancellationToken);
            try
            {
                await channel.SendAsync(_outbox.Take(node.Instance), cancellationToken);
            }
#pragma warning disable CA1031 // who was not told sees it when he looks
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                log.NotTold(exception);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                var hasMissed = !isFirst;
                await channel.ListenAsync(() => Began(hasMissed), text => Receive(text), cancellationToken);
            }
#pragma warning disable CA1031 // the connection broke: it listens again
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                log.NotListening(exception);
                await Task.Delay(Again, time, cancellationToken);
            }
        }
    }

    private void Began(bool hasMissed)
    {
        if (hasMissed)
        {
            bus.Publish(new Notice.Missed());
        }
    }

    private void Receive(string text)
    {
        if (NodeMessage.Parse(text) is { } message
            && (message.Kind == NodeMessageKind.Look ? string.Equals(message.Sender, node.Id, StringComparison.Ordinal) : !string.Equals(message.Sender, node.Instance, StringComparison.Ordinal)))
        {
            _received.Writer.TryWrite(message);
        }
    }

    private async Task HandleAsync(CancellationToken cancellationToken)
    {
        await foreach (var message in _received.Reader.ReadAllAsync(cancellationToken))
        {
            try
            {
                await HandleAsync(message, cancellationToken);
            }
#pragma warning disable CA1031 // one message that cannot be followed must not keep the next from being
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                log.MessageFailed(exception);
            }
        }
    }

    private async Task HandleAsync(NodeMessage message, CancellationToken cancellationToken)
    {
        switch (message.Kind)
        {
            case NodeMessageKind.RunChanged:
                Publish(new Notice.RunChanged(message.Run!.Value, await queries.EventsAsync(message.Run.Value, message.After, MaxEvents, cancellationToken)));
                break;
            case NodeMessageKind.WorkflowsChanged:
                Publish(new Notice.WorkflowsChanged());
                break;
            case NodeMessageKind.MetricsChanged:
                Publish(new Notice.MetricsChanged());
                break;
            case NodeMessageKind.Look:
                _ = LookAsync(message.Run!.Value);
                break;
        }
    }

    private void Publish(Notice notice)
    {
        _foreign.Add(notice, this);
        bus.Publish(notice);
    }

    /// <summary>As a job would: until the run ends, only waits, or the server stops.</summary>
    private async Task LookAsync(RunId run)
    {
        try
        {
            await Task.Yield();
            await executor.ExecuteAsync(run, jobs.Stopping);
        }
#pragma warning disable CA1031 // the sweep looks again
        catch (Exception exception)
#pragma warning restore CA1031
        {
            log.MessageFailed(exception);
        }
    }
}
