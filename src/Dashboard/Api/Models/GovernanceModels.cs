using System.Text.Json;
using Signalbox.Engine.Audit;
using Signalbox.Engine.Governance.Configuration;

namespace Signalbox.Dashboard.Api.Models;

/// <summary>Configurations and the audit log in the shapes of design/contract.md.</summary>
internal static class GovernanceModels
{
    public static ConfigVersionModel Of(ConfigurationVersion v, bool whole = false) =>
        Of(ConfigurationSummary.Of(v)) with { Text = whole ? v.Text : null, Diff = whole ? v.Diff : null };

    public static ConfigVersionModel Of(ConfigurationSummary v) => new()
    {
        Version = v.Version,
        Number = v.Number,
        Sha256 = v.Sha256,
        AppliedBy = v.AppliedBy,
        AppliedAt = v.AppliedAt,
        RolledBackFrom = v.RolledBackFrom,
    };

    public static AuditModel Of(AuditEntry e) => new()
    {
        Id = e.Id.Value,
        At = e.At,
        Who = e.Who,
        Via = e.Via.ToString(),
        Address = e.Address,
        Action = e.Action,
        Target = e.Target,
        Before = Json(e.Before),
        After = Json(e.After),
    };

    // What was cut is no JSON any more: its text is shown.
    private static JsonElement? Json(string? text)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text, ApiJson.Options);
        }
    }
}
