using Microsoft.AspNetCore.Http.Extensions;

namespace Signalbox.Dashboard.Components.Settings;

/// <summary>What the settings page shows, as its address says it.</summary>
/// <param name="From">The version on the left of a comparison; null: the one before <paramref name="To"/>.</param>
/// <param name="To">The version on the right; null: nothing is compared.</param>
internal sealed record SettingsUrl(string? From, string? To)
{
    /// <summary>The address.</summary>
    public string ToHref()
    {
        var query = new QueryBuilder();
        if (From is not null)
        {
            query.Add("from", From);
        }

        if (To is not null)
        {
            query.Add("to", To);
        }

        return "settings" + query + (To is null ? "" : "#settings-diff");
    }
}
