using System.Diagnostics;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;

namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>Writes what an agent reports while it works.</summary>
internal static class AttemptReports
{
    public static Task WriteAsync(SessionMessage.Reported reported, RunSessionServices services, SessionWriter writer, CancellationToken cancellationToken)
    {
        var (step, attempt) = (reported.Flight.Step, reported.Flight.Attempt);
        var (message, level) = reported.Event switch
        {
            AgentEvent.Started started => ($"{attempt.Agent} runs as process {started.ProcessId}", EventLevel.Info),
            AgentEvent.Session session => ($"{attempt.Agent} works in session {session.SessionId ?? "unknown"} with model {session.Model ?? "unknown"}", EventLevel.Info),
            AgentEvent.RateLimited limited => (limited.Message, EventLevel.Warning),
            AgentEvent.Warning warning => (warning.Message, EventLevel.Warning),
            _ => throw new UnreachableException(),
        };
        switch (reported.Event)
        {
            case AgentEvent.Started:
                attempt.Process = services.Processes.ReadIdentity(attempt.Directory);
                break;
            case AgentEvent.Session session:
                attempt.SessionId = session.SessionId;
                attempt.Model = session.Model ?? attempt.Model;
                break;
        }

        var runEvent = StepEvents.OfAttempt(step, attempt, null, reported.Flight.Secrecy.Mask(message), null, level, new Dictionary<string, object?>(StringComparer.Ordinal));
        return writer.SaveAsync(new RunChanges { Attempts = [attempt], Events = [runEvent] }, cancellationToken);
    }
}
