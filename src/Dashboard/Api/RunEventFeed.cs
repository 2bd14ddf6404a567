using System.Runtime.CompilerServices;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Api;

/// <summary>
/// A run's events from a sequence on, first those stored, then as they are committed, each once and in order, until the run has ended.
/// Every reader has its own subscription and its own pace.
/// </summary>
internal sealed class RunEventFeed(RunEventBus bus, IRunQueries queries)
{
    private const int PageSize = 500;

    /// <summary>The events after <paramref name="afterSequence"/>.</summary>
    public async IAsyncEnumerable<RunEvent> ReadAsync(RunId run, long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Subscribed before the first read: what is committed in between arrives twice and is left out once.
        using var subscription = bus.Subscribe(n => n is Notice.Missed || (n is Notice.RunChanged changed && changed.RunId == run));
        await using var notices = subscription.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        var last = afterSequence;
        while (true)
        {
            // The end is asked before the events are read: its own event was committed with it.
            var ended = await queries.GetAsync(run, cancellationToken) is not { Run.HasEnded: false };
            await foreach (var e in StoredAsync(run, last, cancellationToken))
            {
                yield return e;
                last = e.Sequence;
            }

            if (ended)
            {
                yield break;
            }

            var readAgain = false;
            while (!readAgain && await notices.MoveNextAsync())
            {
                if (notices.Current is not Notice.RunChanged changed)
                {
                    readAgain = true;
                    continue;
                }

                foreach (var e in changed.Events.Where(e => e.Sequence > last))
                {
                    if (e.Sequence > last + 1)
                    {
                        readAgain = true;
                        break;
                    }

                    yield return e;
                    last = e.Sequence;
                    readAgain |= e.StepId is null && e.Transition is not null;
                }

                // A change without events may be the end as well.
                readAgain |= changed.Events.Count == 0;
            }

            if (!readAgain)
            {
                yield break;
            }
        }
    }

    private async IAsyncEnumerable<RunEvent> StoredAsync(RunId run, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<RunEvent> page;
        do
        {
            page = await queries.EventsAsync(run, after, PageSize, cancellationToken);
            foreach (var e in page)
            {
                yield return e;
                after = e.Sequence;
            }
        }
        while (page.Count == PageSize);
    }
}
