using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Logs.Search;
using Signalbox.Unit.Engine.Logs;

namespace Signalbox.Unit.Persistence.Search;

/// <summary>One stream, as its store has it.</summary>
internal sealed class FakeIndexSource(FakeLogStore store) : ILogIndexSource
{
    public bool Gone { get; set; }

    public string Workflow { get; set; } = "docs";

    public Task<IReadOnlyList<IndexedStream>> StreamsAsync(DateTimeOffset? endedSince, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<IndexedStream>>(
        Gone ? [] : [new IndexedStream(LogLab.Attempt, LogStream.Stdout, LogLab.Run, "DOC-1", Workflow, "print", 2, store.Position.Offset, store.Position.Complete)]);

    public Task<long?> FirstLineWithoutTextAsync(AttemptId attempt, LogStream stream, CancellationToken cancellationToken) =>
        Task.FromResult(store.Chunks.FirstOrDefault(c => c.Text is null)?.FirstLine);

    public Task<IReadOnlySet<AttemptId>> ExistingAsync(IReadOnlyCollection<AttemptId> attempts, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlySet<AttemptId>>(Gone ? new HashSet<AttemptId>() : attempts.ToHashSet());
}
