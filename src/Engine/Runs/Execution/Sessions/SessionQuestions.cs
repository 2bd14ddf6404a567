using System.Globalization;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Sessions;

namespace Signalbox.Engine.Runs.Execution.Sessions;

/// <summary>What agents ask people in their progress files: each question opens an approval, and its answer is written below it.</summary>
internal sealed class SessionQuestions(IApprovalStore approvals)
{
    /// <summary>Questions of a session that may wait for an answer at once.</summary>
    private const int MaxOpen = 20;

    /// <summary>Entries of the list that are read: an agent writes it, and each costs a look at those before it.</summary>
    private const int MaxRead = 200;

    private const int MaxText = 4_000;

    /// <summary>The answers that came, by question, and how many questions still wait for one.</summary>
    public async Task<(IReadOnlyDictionary<string, string> Answers, int Open)> AnswersAsync(SessionPaper paper, CancellationToken cancellationToken)
    {
        Dictionary<string, string> answers = new(StringComparer.Ordinal);
        var open = 0;
        foreach (var (question, id) in paper.Questions)
        {
            if (!EntityId.TryParse<ApprovalId>(id, out var approval) || await approvals.GetAsync(approval, cancellationToken) is not var (asked, _))
            {
                continue;
            }

            if (asked.Status == ApprovalStatus.Open)
            {
                open++;
            }
            else
            {
                answers[question] = $"  - Answer ({asked.DecidedBy}): {AnswerOf(asked)}";
            }
        }

        return (answers, open);
    }

    /// <summary>Writes the answers below their questions, and returns the approvals of the questions that are new.</summary>
    public static IReadOnlyList<Approval> Update(ProgressDocument document, SessionPaper paper, SessionFacts facts, IReadOnlyDictionary<string, string> answers, int open)
    {
        var known = new Dictionary<string, string>(paper.Questions, StringComparer.Ordinal);
        List<Approval> asked = [];
        foreach (var question in document.Bullets(ProgressSections.Questions).Take(MaxRead))
        {
            if (document.Under(ProgressSections.Questions, question).Any(l => l.TrimStart().StartsWith("- Answer (", StringComparison.Ordinal)))
            {
                continue;
            }

            if (answers.TryGetValue(question, out var answer))
            {
                document.AddBelow(ProgressSections.Questions, question, answer);
            }
            else if (!known.ContainsKey(question) && facts.StepRunId is { } step && question.Length <= MaxText && open + asked.Count < MaxOpen)
            {
                var made = Ask(question, step, facts);
                asked.Add(made);
                known[question] = made.Id.Value;
            }
        }

        paper.Questions = known;
        return asked;
    }

    private static Approval Ask(string question, StepRunId step, SessionFacts facts) => new()
    {
        Id = EntityId.New<ApprovalId>(),
        RunId = facts.Session.RunId,
        StepRunId = step,
        StepId = facts.Session.CurrentStep.Split('[')[0],
        Question = string.Create(CultureInfo.InvariantCulture, $"{facts.Session.Role} asks: {question}"),
        IsQuestion = true,
        CreatedAt = facts.Time,
    };

    private static string AnswerOf(Approval approval)
    {
        var word = approval.Status switch
        {
            ApprovalStatus.Approved => "yes",
            ApprovalStatus.Rejected => "no",
            ApprovalStatus.ChangesRequested => "",
            ApprovalStatus.Expired => "nobody answered",
            ApprovalStatus.Open => throw new InvalidOperationException("an open question has no answer"),
        };
        var comment = approval.Comment?.ReplaceLineEndings(" ").Trim();
        return string.Join(", ", ((string?[])[word, comment]).Where(t => !string.IsNullOrEmpty(t)));
    }
}
