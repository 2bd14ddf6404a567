using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary><c>retry</c> of a step or of the defaults.</summary>
/// <param name="MaxAttempts">Attempts at most; null when not written.</param>
/// <param name="On">What is tried again; null when not written.</param>
internal sealed record RetrySection(int? MaxAttempts, IReadOnlyList<RetryCause>? On)
{
    private static readonly SectionKeys Keys = new("'retry'", ["max_attempts", "on"], ["backoff", "delay_seconds", "max_delay_seconds"]);

    private static readonly Dictionary<string, RetryCause> Causes = new(StringComparer.Ordinal)
    {
        ["error"] = RetryCause.Error,
        ["timeout"] = RetryCause.Timeout,
        ["interrupted"] = RetryCause.Interrupted,
    };

    public static RetrySection Read(YamlNode? node, BindContext context)
    {
        if (node is null || SectionReader.Open(node, Keys, context) is not { } section)
        {
            return new RetrySection(null, null);
        }

        var causes = new List<RetryCause>();
        foreach (var text in section.Texts("on", "a reason to retry"))
        {
            if (Causes.TryGetValue(text.Text, out var cause))
            {
                causes.Add(cause);
            }
            else if (text.Text is "rate_limit")
            {
                context.NotAvailable(text, "'rate_limit' as a reason to retry");
            }
            else
            {
                context.Error(text, DiagnosticCodes.NotAllowed, $"{Wording.Quote(text.Text)} is not a reason to retry{Wording.Hint(text.Text, Causes.Keys, "the reasons are")}");
            }
        }

        return new RetrySection((int?)section.Integer("max_attempts", 1, 6), section.Find("on") is null ? null : causes);
    }
}
