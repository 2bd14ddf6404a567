using System.Globalization;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Sessions;

namespace Signalbox.Engine.Runs;

/// <summary>What agents ask people in their progress files: each question opens an approval, and its answer is written below it.</summary>
internal sealed class SessionQuestions(IApprovalStore approvals)
{
    private const int MaxOpen = 20;
    private const int MaxText = 4_000;

    /// <summary>The answers that came, by question.</summary>
    public async Task<IReadOnlyDictionary<string, string>> AnswersAsync(SessionPaper paper, CancellationToken cancellationToken)
    {
        Dictionary<string, string> answers = new(StringComparer.Ordinal);
        foreach (var (question, id) in paper.Questions)
        {
            if (EntityId.TryParse<ApprovalId>(id, out var approval) && await approvals.GetAsync(approval, cancellationToken) is var (answered, _) && answered.Status != ApprovalStatus.Open)
            {
                answers[question] = $"  - Answer ({answered.DecidedBy}): {AnswerOf(answered)}";
            }
        }

        return answers;
    }

    /// <summary>Writes the answers below their questions, and returns the approvals of the questions that are new.</summary>
    public static IReadOnlyList<Approval> Update(ProgressDocument document, SessionPaper paper, SessionFacts facts, IReadOnlyDictionary<string, string> answers)
    {
        var known = new Dictionary<string, string>(paper.Questions, StringComparer.Ordinal);
        List<Approval> asked = [];
        foreach (var question in document.Bullets(ProgressSections.Questions))
        {
            if (document.Under(ProgressSections.Questions, question).Any(l => l.TrimStart().StartsWith("- Answer (", StringComparison.Ordinal)))
            {
                continue;
            }

            if (answers.TryGetValue(question, out var answer))
            {
                document.AddBelow(ProgressSections.Questions, question, answer);
            }
            else if (!known.ContainsKey(question) && facts.StepRunId is { } step && question.Length <= MaxText && asked.Count < MaxOpen)
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
