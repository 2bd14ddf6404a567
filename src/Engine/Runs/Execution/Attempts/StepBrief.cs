using System.Text;
using System.Text.RegularExpressions;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>What an agent is told beside its prompt: what must hold, when it is done, what is to change.</summary>
internal static partial class StepBrief
{
    /// <summary>Whether the step's prompt shows the messages for its agent.</summary>
    public static bool NamesMessages(StepDefinition step) => step.Prompt is { } prompt && Messages().IsMatch(prompt);

    /// <summary>The prompt as the agent gets it.</summary>
    public static string Of(StepDefinition step, StepRun stepRun, string prompt)
    {
        var text = new StringBuilder(prompt);
        if (step.AcceptanceCriteria.Count > 0)
        {
            text.Append("\n\nAcceptance criteria:\n").AppendJoin('\n', step.AcceptanceCriteria.Select(c => $"- {c}"));
        }

        if (step.DoneWhen is { } done)
        {
            text.Append("\n\nDone when: ").Append(done);
        }

        text.Append(step.Methodology switch
        {
            Methodology.Tdd => "\n\nWork test first: write a test that fails, then make it pass.",
            Methodology.Bdd => "\n\nWork from behaviour: describe what is wanted as examples, then make them hold.",
            Methodology.Standard => "",
        });
        if (step.Iterate?.Until == IterateUntil.DoneWhen)
        {
            text.Append("\n\nEnd with a JSON object on a line of its own: {\"done\": true} when that holds, otherwise {\"done\": false, \"remaining\": \"what is left\"}.");
        }

        // A prompt that names the messages places them itself.
        if (stepRun.Comment is { Length: > 0 } comment && !NamesMessages(step))
        {
            text.Append("\n\nThis work was done before and is to be done again. What is to change:\n").Append(comment);
        }

        return text.ToString();
    }

    [GeneratedRegex(@"\{\{[^}]*(?<![.\w])messages\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Messages();
}
