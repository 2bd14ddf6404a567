using System.Text.RegularExpressions;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs.Masking;

namespace Signalbox.Engine.Logs.Search;

/// <summary>
/// Search inside a log (design/engine.md, Logs): lines as people see them, masked, without escape sequences, also those of which the database keeps no
/// text; with exact counts. A line over a million characters is searched in pieces of that size.
/// </summary>
public sealed class LogSearch(ILogStore store, IAttemptMasks masks) : IDisposable
{
    /// <summary>Lines of a page at most.</summary>
    public const int MaxLimit = 1_000;

    // Counting takes a whole core: people who search must not take them all from the engine.
    private readonly SemaphoreSlim _atOnce = new(2, 2);
    private readonly TallyCache _cache = new();

    /// <summary>
    /// One page of matching lines. The first search of a pattern reads the whole log (a million lines: about a second), the next ones only what came
    /// since and the lines around the page.
    /// </summary>
    /// <returns>The page, or the sentence that says why there is none.</returns>
    /// <exception cref="ArgumentException">A line below 1, or a limit that is not from 1 to 1,000.</exception>
    public async Task<(LogSearchPage? Page, string? Fault)> SearchAsync(
        AttemptId attempt, LogStream stream, LogSearchRequest request, CancellationToken cancellationToken)
    {
        if (request.From < 1 || request.Before < 1 || request.Limit is < 1 or > MaxLimit)
        {
            throw new ArgumentException($"lines are counted from 1, and a page has 1 to {MaxLimit} of them", nameof(request));
        }

        var entry = _cache.Get(attempt, stream, request.Pattern);
        await entry.Gate.WaitAsync(cancellationToken);
        try
        {
            await _atOnce.WaitAsync(cancellationToken);
            try
            {
                var position = await store.GetPositionAsync(attempt, stream, cancellationToken);
                return (await new Pass(this, attempt, stream, entry, position).RunAsync(request, cancellationToken), null);
            }
            finally
            {
                _atOnce.Release();
            }
        }
        catch (RegexMatchTimeoutException)
        {
            return (null, $"'{request.Pattern.Text}' takes too long on a line of this log: look for something simpler");
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    public void Dispose() => _atOnce.Dispose();

    /// <summary>One answer, of one state of the log.</summary>
    private sealed class Pass(LogSearch search, AttemptId attempt, LogStream stream, TallyCache.Entry entry, LogPosition position)
    {
        private readonly LogTally _tally = entry.Tally;

        // The unfinished last line: it may change, so it is counted for this answer only.
        private long _openLine;
        private int _openMatches;

        public async Task<LogSearchPage> RunAsync(LogSearchRequest request, CancellationToken cancellationToken)
        {
            await CountAsync(cancellationToken);
            var (hits, index) = request.Before is { } before
                ? await BeforeAsync(before, request.Limit, cancellationToken)
                : await FromAsync(request.From, request.Limit, cancellationToken);
            return new LogSearchPage(
                _tally.Lines + (_openMatches > 0 ? 1 : 0),
                _tally.Matches + _openMatches,
                hits.Count == 0 ? 0 : index,
                hits,
                _openLine > 0 ? _openLine : _tally.NextLine - 1,
                position.Complete);
        }

        private async Task CountAsync(CancellationToken cancellationToken)
        {
            if (_tally.IsWhole)
            {
                return;
            }

            var matches = 0;
            await Walk().RunAsync(
                _tally.NextLine,
                piece =>
                {
                    matches += entry.Pattern.Count(piece.Text);
                    switch (piece.End)
                    {
                        case LineEnd.Here:
                            _tally.Add(piece.Line, matches);
                            matches = 0;
                            break;
                        case LineEnd.Unfinished:
                            (_openLine, _openMatches) = (piece.Line, matches);
                            break;
                        case LineEnd.Later:
                            break;
                    }

                    return true;
                },
                cancellationToken);
            _tally.IsWhole = position.Complete;
        }

        private async Task<(List<LogHit> Hits, long Index)> FromAsync(long from, int limit, CancellationToken cancellationToken)
        {
            var hits = new List<LogHit>();
            var first = LogTally.BlockOf(from);
            var index = _tally.LinesBefore(first) + 1;
            for (var block = first; block <= LastBlock && hits.Count < limit; block++)
            {
                foreach (var hit in await HitsAsync(block, cancellationToken))
                {
                    if (hit.Line < from)
                    {
                        index++;
                    }
                    else if (hits.Count < limit)
                    {
                        hits.Add(hit);
                    }
                }
            }

            return (hits, index);
        }

        private async Task<(List<LogHit> Hits, long Index)> BeforeAsync(long before, int limit, CancellationToken cancellationToken)
        {
            var hits = new List<LogHit>();
            var index = 1L;
            for (var block = Math.Min(LogTally.BlockOf(before), LastBlock); block >= 0 && hits.Count < limit; block--)
            {
                var found = (await HitsAsync(block, cancellationToken)).Where(h => h.Line < before).ToList();
                var taken = found.TakeLast(limit - hits.Count).ToList();
                if (taken.Count > 0)
                {
                    hits.InsertRange(0, taken);
                    index = _tally.LinesBefore(block) + found.Count - taken.Count + 1;
                }
            }

            return (hits, index);
        }

        private int LastBlock => Math.Max(_tally.Blocks - 1, _openMatches > 0 ? LogTally.BlockOf(_openLine) : -1);

        /// <summary>The matching lines of a block.</summary>
        private async Task<List<LogHit>> HitsAsync(int block, CancellationToken cancellationToken)
        {
            var expected = _tally.LinesIn(block) + (_openMatches > 0 && LogTally.BlockOf(_openLine) == block ? 1 : 0);
            var hits = new List<LogHit>(expected);
            if (expected > 0)
            {
                var maker = new HitMaker(entry.Pattern);
                await Walk().RunAsync(
                    LogTally.FirstOf(block),
                    piece =>
                    {
                        if (LogTally.BlockOf(piece.Line) == block && maker.Take(piece) is { } hit)
                        {
                            hits.Add(hit);
                        }

                        return hits.Count < expected && LogTally.BlockOf(piece.Line) == block;
                    },
                    cancellationToken);
            }

            return hits;
        }

        private LineWalk Walk() => new(search.Store, search.Masks, attempt, stream, position);
    }

    private ILogStore Store => store;

    private IAttemptMasks Masks => masks;
}
