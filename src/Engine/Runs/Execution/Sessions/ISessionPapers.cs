using Signalbox.Engine.Events;

namespace Signalbox.Engine.Runs.Execution.Sessions;

/// <summary>Writes what the files of a session say.</summary>
public interface ISessionPapers
{
    /// <summary>One transaction: the files' text, questions that are new, learnings that were not proposed before, and events of the run.</summary>
    /// <returns>The events as stored.</returns>
    Task<IReadOnlyList<RunEvent>> SaveAsync(SessionPaperSave save, CancellationToken cancellationToken);
}
