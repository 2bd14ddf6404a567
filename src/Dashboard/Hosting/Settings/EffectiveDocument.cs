using Signalbox.Engine.Governance.Configuration;

namespace Signalbox.Dashboard.Hosting.Settings;

/// <summary>What the user's file and the applied configuration say together: the applied one stands above.</summary>
/// <param name="Settings">Options.</param>
/// <param name="Agents">Agents.</param>
/// <param name="Workflows">Workflows.</param>
internal sealed record EffectiveDocument(IReadOnlyList<ConfigurationSetting> Settings, IReadOnlyList<ConfiguredAgent> Agents, IReadOnlyList<ConfiguredWorkflow> Workflows)
{
    private const string Prices = "global.prices[";

    /// <summary>Nothing is said.</summary>
    public static EffectiveDocument Nothing { get; } = new([], [], []);

    /// <summary>Both together.</summary>
    public static EffectiveDocument Of(ConfigurationDocument? user, ConfigurationDocument? applied)
    {
        if ((user ?? applied) is not { } one)
        {
            return Nothing;
        }

        if (user is null || applied is null)
        {
            return new EffectiveDocument(one.Settings, one.Agents, one.Workflows);
        }

        // A list is taken as a whole, like the table of prices: half of one and half of the other is what nobody wrote.
        var said = applied.Settings.Select(s => s.Path).ToHashSet(StringComparer.Ordinal);
        var hasPrices = said.Any(path => path.StartsWith(Prices, StringComparison.Ordinal));
        var (agents, workflows) = (applied.Agents.Select(a => a.Id).ToHashSet(StringComparer.Ordinal), applied.Workflows.Select(w => w.Slug).ToHashSet(StringComparer.Ordinal));
        return new EffectiveDocument(
            [.. user.Settings.Where(s => !said.Contains(s.Path) && !(hasPrices && s.Path.StartsWith(Prices, StringComparison.Ordinal))), .. applied.Settings],
            [.. user.Agents.Where(a => !agents.Contains(a.Id)), .. applied.Agents],
            [.. user.Workflows.Where(w => !workflows.Contains(w.Slug)), .. applied.Workflows]);
    }
}
