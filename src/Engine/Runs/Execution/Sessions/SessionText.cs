using Signalbox.Engine.Sessions;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Execution.Sessions;

/// <summary>Puts what the rows of a run say into the texts of a session's files; what others wrote there stays (design/agents.md, "Where the sections come from").</summary>
internal static class SessionText
{
    private const int MaxFiles = 200;
    private const int MaxRecent = 20;
    private const int MaxHistory = 256 * 1024;

    /// <summary>Brings <c>claude-progress.txt</c> up to date.</summary>
    public static void Update(ProgressDocument document, SessionFacts facts, IReadOnlyList<Checkpoint> checkpoints, IReadOnlyList<ChangedFile> files)
    {
        var session = facts.Session;
        if (!string.Equals(document.SessionId, session.Id.Value, StringComparison.Ordinal))
        {
            document.Begin(session.Id.Value, session.Feature, session.Role, session.CreatedAt);
        }

        document.Set(ProgressSections.Info, "last_updated", ProgressDocument.Time(facts.Time));
        document.Set(ProgressSections.State, "status", SessionWords.Of(session.Status));
        var current = facts.Steps.FirstOrDefault(s => session.IsAt(s.Id));
        document.Set(ProgressSections.State, "current_task", current?.Name ?? session.CurrentStep, quoted: true);
        document.Set(ProgressSections.State, "task_id", current?.Id ?? session.CurrentStep);
        foreach (var step in facts.Steps)
        {
            Update(document, step, checkpoints);
        }

        foreach (var decision in checkpoints.Where(c => c.Type == CheckpointType.Decision))
        {
            document.AddBullet(ProgressSections.Decisions, decision.Summary);
        }

        foreach (var file in files.Take(MaxFiles))
        {
            document.SetBullet(ProgressSections.Files, $"{file.Path} (", $"{file.Change})");
        }
    }

    /// <summary>Brings an <c>.af</c> file up to date.</summary>
    public static void Update(AgentFile file, SessionFacts facts, IReadOnlyList<Checkpoint> checkpoints, IReadOnlyList<ChangedFile> files)
    {
        file.Update(ContextOf(facts));
        var memory = file.Memory;
        file.Memory = memory with
        {
            CurrentTask = facts.Steps.FirstOrDefault(s => facts.Session.IsAt(s.Id))?.Id ?? facts.Session.CurrentStep,
            RecentFiles = Recent(memory.RecentFiles, files.Select(f => f.Path)),
            RecentDecisions = Recent(memory.RecentDecisions, checkpoints.Where(c => c.Type == CheckpointType.Decision).Select(c => c.Summary)),
        };
    }

    /// <summary>What the engine says in an <c>.af</c> file.</summary>
    public static AgentFileContext ContextOf(SessionFacts facts) => new(
        facts.Session.Agent,
        facts.Session.Role,
        facts.Session.CreatedAt,
        facts.Session.Feature,
        facts.Workspace ?? "",
        facts.Session.Status,
        facts.Session.IterationCount,
        facts.Session.MaxIterations,
        facts.Session.ToolsAllowed,
        facts.Session.McpServers);

    /// <summary>The history with what happened since; of a session that has ended, with its progress as it was then.</summary>
    public static string History(string history, SessionFacts facts, string progress)
    {
        var time = ProgressDocument.Time(facts.Time);
        history += string.Concat(facts.Happened.Select(h => $"{time} {h.ReplaceLineEndings(" ")}\n"));
        if (facts.Session.HasEnded)
        {
            history += $"\n{progress}{(progress.EndsWith('\n') ? "" : "\n")}";
        }

        var tooMuch = history.Length - MaxHistory;
        return tooMuch <= 0 ? history : history[(history.IndexOf('\n', tooMuch) + 1)..];
    }

    private static void Update(ProgressDocument document, SessionStep step, IReadOnlyList<Checkpoint> checkpoints)
    {
        switch (step.Status)
        {
            case StepStatus.Completed:
                document.Put(step.Id, step.Name, isDone: true);
                break;
            case StepStatus.Running or StepStatus.Blocked or StepStatus.Failed:
                document.Put(step.Id, step.Name, isDone: false);
                break;
            case StepStatus.Pending or StepStatus.Skipped or StepStatus.Cancelled:
                break;
        }

        var section = step.Status == StepStatus.Completed ? ProgressSections.Completed : ProgressSections.InProgress;
        foreach (var reached in checkpoints.Where(c => c.Type == CheckpointType.Progress && string.Equals(c.StepId, step.Id, StringComparison.Ordinal)))
        {
            document.AddUnder(section, step.Id, $"  - [x] {reached.Summary.ReplaceLineEndings(" ").Trim()}");
        }

        var isStuck = step.Status is StepStatus.Blocked or StepStatus.Failed;
        document.SetBullet(ProgressSections.Blockers, $"{step.Id}: ", isStuck ? step.Reason ?? step.Status.ToString() : null);
    }

    private static List<string> Recent(IReadOnlyList<string> before, IEnumerable<string> now)
    {
        var all = before.Concat(now).Distinct(StringComparer.Ordinal).ToList();
        return all.Count <= MaxRecent ? all : [.. all.Skip(all.Count - MaxRecent)];
    }
}
