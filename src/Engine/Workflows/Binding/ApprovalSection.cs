using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary><c>approval</c> of an approval step: the question and what comes of it.</summary>
internal sealed record ApprovalSection(ScalarNode? Question, ApprovalDefinition Definition)
{
    /// <summary>Outputs that every approval has beside the fields of its form.</summary>
    public static readonly string[] Outputs = ["decision", "comment", "decided_by"];

    public static readonly SectionKeys Keys = new(
        "'approval'",
        [
            new("question", KeyShape.Template, "What is asked: a template.", "'question: \"Go ahead?\"'"),
            new("form", new EitherKey(new MapKey(NameRule.Name, new SectionKey(InputSection.Keys)), new ListKey(new SectionKey(InputSection.FieldKeys))), "Fields to fill in with the answer, declared as inputs are; outputs of the step."),
            new("reviewers", new ListKey(KeyShape.Text), "Users or roles who are asked; everyone who may answer when not written."),
            new("deadline_minutes", new IntegerKey(1, 43_200), "Time to answer; without end when not written."),
            new("remind_minutes", new IntegerKey(0, 43_200), "Minutes before the deadline at which the question is recalled; a quarter of the time when not written, 0 never."),
            new("on_deadline", FormatWords.Key("what a deadline does", "it can", FormatWords.DeadlineRules), "What happens at the deadline: fail (the approval expires), approve, or wait; fail when not written."),
        ]);

    public static ApprovalSection? Read(YamlNode node, BindContext context)
    {
        if (SectionReader.Open(node, Keys, context) is not { } section)
        {
            return null;
        }

        var form = InputSection.ReadForm(section.Find("form"), context);
        foreach (var field in form.Where(f => Outputs.Contains(f.Name, StringComparer.Ordinal)))
        {
            context.Error(section.Find("form")!, DiagnosticCodes.ReservedName, $"Every approval has the outputs {Wording.List(Outputs)}; the field {Wording.Quote(field.Name)} needs another name.");
        }

        var deadline = section.Integer("deadline_minutes");
        var rule = section.Word("on_deadline", FormatWords.DeadlineRules);
        if (section.KeyOf("on_deadline") is { } late && section.Find("deadline_minutes") is null)
        {
            context.Error(late, DiagnosticCodes.KeyNotForThis, "'on_deadline' says what happens at 'deadline_minutes', which is not here.");
        }

        var remind = section.Integer("remind_minutes");
        if (section.KeyOf("remind_minutes") is { } recalled && section.Find("deadline_minutes") is null)
        {
            context.Error(recalled, DiagnosticCodes.KeyNotForThis, "'remind_minutes' says how long before 'deadline_minutes' the question is recalled, which is not here.");
        }
        else if (remind >= deadline)
        {
            context.Error(section.KeyOf("remind_minutes")!, DiagnosticCodes.OutOfRange, $"'remind_minutes' is less than 'deadline_minutes', which is {NodeWording.Number(deadline.Value)}; this is {NodeWording.Number(remind.Value)}.");
        }

        var question = section.TextNode("question");
        return new ApprovalSection(question, new ApprovalDefinition
        {
            Question = question?.Text ?? "",
            Form = form,
            Reviewers = [.. section.Texts("reviewers", "a reviewer").Select(r => r.Text)],
            Deadline = deadline is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
            RemindBefore = (deadline, remind) switch
            {
                (null, _) or (_, 0) => null,
                (_, { } before) => TimeSpan.FromMinutes(before),
                ({ } all, null) => TimeSpan.FromMinutes(all / 4.0),
            },
            OnDeadline = rule ?? ApprovalDeadlineRule.Fail,
        });
    }
}
