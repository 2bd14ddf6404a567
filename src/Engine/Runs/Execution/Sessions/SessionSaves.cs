using System.Globalization;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Learnings;
using Signalbox.Engine.Sessions;

namespace Signalbox.Engine.Runs.Execution.Sessions;

/// <summary>Writes what the files of a run's sessions say: the database's copy, the questions and learnings that stand in them, and what is to be told of them.</summary>
internal sealed class SessionSaves(RunSessionServices services)
{
    /// <summary>Learnings of one file that are proposed: people answer each, and a file may have ten thousand lines.</summary>
    public const int MaxLearnings = 50;

    private const int MaxShown = 80;

    /// <summary>How many learnings of a file were left out when it was said last: each boundary reads them again.</summary>
    private readonly Dictionary<AgentSessionId, int> _leftOut = [];

    public async Task SaveAsync(SessionFacts facts, List<SessionPaper> papers, IReadOnlyList<Approval> questions, List<RunEvent> events, CancellationToken cancellationToken)
    {
        var session = facts.Session;
        events.AddRange(questions.Select(StepEvents.OfQuestion));
        List<Learning> learnings = [];
        Dictionary<AgentSessionId, int> leftOut = [];
        foreach (var paper in papers.DistinctBy(p => p.SessionId))
        {
            var proposed = Proposals(paper);
            learnings.AddRange(proposed.Take(MaxLearnings).Select(l => Learning.Propose(facts.RepositoryId, l.Kind, l.Text, session.Agent, session.RunId, facts.Time)));
            leftOut[paper.SessionId] = Math.Max(0, proposed.Count - MaxLearnings);
            if (leftOut[paper.SessionId] > 0 && leftOut[paper.SessionId] != _leftOut.GetValueOrDefault(paper.SessionId))
            {
                events.Add(LeftOut(paper, leftOut[paper.SessionId], proposed[MaxLearnings].Text));
            }
        }

        var written = await services.Sessions!.Papers.SaveAsync(
            new SessionPaperSave { RunId = session.RunId, Papers = papers, Questions = questions, Learnings = learnings, Events = events }, cancellationToken);
        foreach (var (id, count) in leftOut)
        {
            _leftOut[id] = count;
        }

        Tell(session.RunId, written, questions.Count > 0, learnings.Count > 0);
    }

    /// <summary>Another session's words that stand in a file which is about to show this one's: kept before it is overwritten, for they stand nowhere else.</summary>
    public async Task TakeOverAsync(SessionPaper other, List<SessionPaper> changed, Action take, CancellationToken cancellationToken)
    {
        var (progress, file) = (other.Progress, other.AgentFile);
        take();
        changed.Add(other);
        if (!string.Equals(progress, other.Progress, StringComparison.Ordinal) || !string.Equals(file, other.AgentFile, StringComparison.Ordinal))
        {
            await services.Sessions!.Papers.SaveAsync(new SessionPaperSave { RunId = other.RunId, Papers = [other] }, cancellationToken);
        }
    }

    /// <summary>Tells people of the run what went wrong with the files.</summary>
    public async Task NoteAsync(SessionFacts facts, string message)
    {
        SessionPaperSave save = new() { RunId = facts.Session.RunId, Papers = [], Events = [SessionKeeper.NoteOf(facts.Session.RunId, message)] };
        Tell(facts.Session.RunId, await services.Sessions!.Papers.SaveAsync(save, CancellationToken.None), hasAsked: false, hasLearned: false);
    }

    private static List<(LearningKind Kind, string Text)> Proposals(SessionPaper paper) =>
    [
        .. (ProgressDocument.Parse(paper.Progress).Document?.Bullets(ProgressSections.Notes) ?? []).Select(LearningWords.Proposal).OfType<(LearningKind Kind, string Text)>().Distinct(),
    ];

    private static RunEvent LeftOut(SessionPaper paper, int count, string first) => SessionKeeper.NoteOf(
        paper.RunId,
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "learning" : "learnings")} of {SessionFolder.Progress} of {paper.Role} in {paper.Feature} {(count == 1 ? "is" : "are")} not proposed, ")
            + string.Create(CultureInfo.InvariantCulture, $"from '{Shown(first)}' on: the first {MaxLearnings} of a file are; all stay in the file, and the next ones follow when lines before them are taken out"));

    // Never through the middle of a character
    private static string Shown(string text) => text.Length <= MaxShown ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[MaxShown - 1]) ? MaxShown - 1 : MaxShown), "…");

    private void Tell(RunId run, IReadOnlyList<RunEvent> events, bool hasAsked, bool hasLearned)
    {
        if (events.Count > 0 || hasAsked)
        {
            services.Bus.Publish(new Notice.RunChanged(run, events));
        }

        if (hasLearned)
        {
            services.Bus.Publish(new Notice.LearningsChanged());
        }
    }
}
