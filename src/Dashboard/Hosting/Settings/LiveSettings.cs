using Signalbox.Engine.Agents;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Execution;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Secrets;

namespace Signalbox.Dashboard.Hosting.Settings;

/// <summary>The parts of the server that work by options which change while it works.</summary>
internal sealed class LiveSettings(RunLimits limits, AgentSlots slots, RetentionRules retention, ResponseCacheLimits cache, SecretCatalog secrets, AgentPrices prices, LiveAgents agents)
{
    /// <summary>Lets options count for what begins from now on.</summary>
    public void Change(SignalboxOptions options)
    {
        limits.Change(options.MaxConcurrentRuns, options.MaxRunsPerRepository);
        retention.Change(options.Retention);
        cache.Change(options.Cache);
        secrets.Change(options.Secrets);
        prices.Change(options.Agents.Prices);
        agents.Change(options);

        // Last: those that wait for a place ask again.
        slots.Change(options.MaxAttemptsPerAgent);
    }
}
