using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Binding;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Trust;

/// <summary>Reads one level.</summary>
internal static class TrustLevelReader
{
    // the last three are beyond the schema of spec 4, and common
    private static readonly string[] Keys =
        ["description", "auto_approve", "supervision", "escalation", "contexts", "require_human_review", "max_consecutive_changes", "notify_on_match"];

    private static readonly Dictionary<string, TrustSupervision> Supervisions = new(StringComparer.Ordinal)
    {
        ["minimal"] = TrustSupervision.Minimal,
        ["code_review_required"] = TrustSupervision.CodeReviewRequired,
        ["pair_programming"] = TrustSupervision.PairProgramming,
    };

    public static TrustRules Read(MappingNode level, TrustLevel of, string name, BindContext context)
    {
        var owner = $"The level '{name}'";
        TrustNodes.WarnOfUnused(level, Keys, $"the level '{name}'", context);
        var description = TrustNodes.RequiredText(level, "description", owner, "in words for people", context, mayBeEmpty: true);
        var approves = TrustNodes.Required(level, "auto_approve", owner, "true or false", context) is { } flag ? TrustNodes.Flag(flag, "auto_approve", context) : false;
        var supervision = Supervision(level, owner, context);
        TrustNodes.Required(level, "contexts", owner, "a list, which may be empty: '[]'", context);
        var rules = new TrustRules
        {
            Level = of,
            Description = description ?? "",
            AutoApprove = approves,
            Supervision = supervision ?? TrustSupervision.CodeReviewRequired,
            Escalation = level.Find("escalation")?.Value is { } escalates && TrustNodes.Flag(escalates, "escalation", context),
            RequiresReview = level.Find("require_human_review")?.Value is { } review && TrustNodes.Flag(review, "require_human_review", context),
            MaxConsecutiveChanges = level.Find("max_consecutive_changes")?.Value is { } most ? TrustNodes.Count(most, "max_consecutive_changes", context) : null,
            NotifiesOnMatch = level.Find("notify_on_match")?.Value is { } notifies && TrustNodes.Flag(notifies, "notify_on_match", context),
            Contexts = TrustContexts.Read(level, "contexts", patternsOnly: false, context),
        };
        if (rules.AutoApprove && supervision is not null && !rules.PassesByItself)
        {
            context.Warning(
                level.Find("auto_approve")!.Key,
                TrustCodes.Contradiction,
                $"{owner} approves by itself and asks for a person ({(rules.RequiresReview ? "require_human_review" : "supervision")}): a person is asked.");
        }

        return rules;
    }

    private static TrustSupervision? Supervision(MappingNode level, string owner, BindContext context)
    {
        if (TrustNodes.Required(level, "supervision", owner, "minimal, code_review_required or pair_programming", context) is not { } node)
        {
            return null;
        }

        if (node is ScalarNode { Kind: ScalarKind.Text } text)
        {
            if (Supervisions.TryGetValue(text.Text, out var supervision))
            {
                return supervision;
            }

            context.Error(node, DiagnosticCodes.NotAllowed, $"{Wording.Quote(text.Text)} is no supervision{Wording.Hint(text.Text, Supervisions.Keys, "it is one of")}");
            return null;
        }

        context.Error(node, DiagnosticCodes.WrongType, $"'supervision' is {string.Join(", ", Supervisions.Keys)}; this is {NodeWording.Describe(node)}.");
        return null;
    }
}
