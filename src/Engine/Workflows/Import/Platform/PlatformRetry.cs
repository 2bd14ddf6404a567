using Signalbox.Engine.Workflows.Import.Output;
using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Platform;

/// <summary><c>retry</c>, <c>retry_count</c> or <c>retry_policy</c>: 0 to 5 retries; an attempt more than that here.</summary>
internal static class PlatformRetry
{
    private const int MostRetries = 5;

    public static OutputMap? Read(ImportSection step, OutputMap metadata, string place)
    {
        if (step.Take("retry_policy", "retry", "retry_count") is not { } node)
        {
            return null;
        }

        // a number is read with the same words as the number in a policy
        var policy = node as MappingNode;
        if (policy is null)
        {
            policy = new MappingNode(node.Start);
            policy.TryAdd(new MappingEntry(new ScalarNode(node.Start, node.Start, "retries", ScalarKind.Text, "retries"), node));
        }

        var section = new ImportSection(policy, $"the retries of {step.Owner}", step.Context);
        var attempts = section.Integer(1, MostRetries + 1, "max_attempts")?.Value ?? section.Integer(0, MostRetries, "retries", "max_retries", "count", "retry_count")?.Value + 1;
        var retry = new OutputMap { IsFlow = true }.Set("max_attempts", attempts is null or 1 ? null : attempts);
        retry.Set("backoff", Backoff(section));
        retry.Set("delay_seconds", section.Integer(0, 3600, "delay_seconds", "delay", "initial_delay", "retry_delay", "backoff_seconds")?.Value);
        retry.Set("max_delay_seconds", section.Integer(0, 86_400, "max_delay_seconds", "max_delay")?.Value);
        section.KeepRest(metadata.Child("retry_policy"), $"{place}.retry_policy");
        return attempts is null or 1 ? null : retry;
    }

    private static string? Backoff(ImportSection section)
    {
        if (section.Text("backoff", "strategy", "backoff_strategy") is not { } backoff)
        {
            return null;
        }

        var known = backoff.Text.ToLowerInvariant() switch { "fixed" or "constant" => "fixed", "linear" => "linear", "exponential" => "exponential", _ => null };
        if (known is null)
        {
            section.Context.NotMappable(backoff, $"{Wording.Quote(backoff.Text)} is not a way to wait between attempts; there are fixed, linear and exponential.");
        }

        return known;
    }
}
