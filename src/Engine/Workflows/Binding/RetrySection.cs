using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary><c>retry</c> of a step or of the defaults; null is what is not written.</summary>
internal sealed record RetrySection(int? MaxAttempts, RetryBackoff? Backoff, int? DelaySeconds, int? MaxDelaySeconds, IReadOnlyList<RetryCause>? On)
{
    public static readonly SectionKeys Keys = new(
        "'retry'",
        [
            new("max_attempts", new IntegerKey(1, 6), "Attempts at most, the first included; 1 when not written."),
            new("backoff", FormatWords.Key("a way to wait", "the ways are", FormatWords.Backoffs), "How the wait grows from attempt to attempt; fixed when not written."),
            new("delay_seconds", new IntegerKey(0, 3600), "Wait before the second attempt; 0 when not written."),
            new("max_delay_seconds", new IntegerKey(0, 3600), "Longest wait; 300 when not written."),
            new("on", new ListKey(FormatWords.Key("a reason to retry", "the reasons are", FormatWords.RetryCauses)), "What is tried again; everything when not written."),
        ]);

    private static readonly RetrySection Nothing = new(null, null, null, null, null);

    public static RetrySection Read(YamlNode? node, BindContext context)
    {
        if (node is null || SectionReader.Open(node, Keys, context) is not { } section)
        {
            return Nothing;
        }

        var read = new RetrySection(
            (int?)section.Integer("max_attempts"),
            section.Word("backoff", FormatWords.Backoffs),
            (int?)section.Integer("delay_seconds"),
            (int?)section.Integer("max_delay_seconds"),
            section.Words("on", FormatWords.RetryCauses));
        if (read.MaxDelaySeconds < read.DelaySeconds)
        {
            context.Error(section.Find("max_delay_seconds")!, DiagnosticCodes.OutOfRange, $"'max_delay_seconds' is {read.MaxDelaySeconds}, which is below 'delay_seconds', {read.DelaySeconds}.");
        }

        return read;
    }

    /// <summary>What the step says, then what the defaults say, then what the format says.</summary>
    public RetryDefinition Over(RetrySection defaults)
    {
        var format = new RetryDefinition();
        var delay = Seconds(DelaySeconds ?? defaults.DelaySeconds) ?? format.Delay;
        var longest = Seconds(MaxDelaySeconds ?? defaults.MaxDelaySeconds) ?? format.MaxDelay;
        return new RetryDefinition
        {
            MaxAttempts = MaxAttempts ?? defaults.MaxAttempts ?? format.MaxAttempts,
            Backoff = Backoff ?? defaults.Backoff ?? format.Backoff,
            Delay = delay,
            MaxDelay = longest < delay ? delay : longest,
            On = On ?? defaults.On ?? format.On,
        };
    }

    private static TimeSpan? Seconds(int? seconds) => seconds is { } s ? TimeSpan.FromSeconds(s) : null;
}
