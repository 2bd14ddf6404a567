using Signalbox.Dashboard.Components.Shared;

namespace Signalbox.Dashboard.Components.Settings;

/// <summary>The pages of the settings.</summary>
internal static class SettingsTabs
{
    /// <summary>Key of the configuration.</summary>
    public const string Configuration = "configuration";

    /// <summary>Key of the audit log.</summary>
    public const string Audit = "audit";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TabItem> All { get; } = [new(Configuration, "Configuration", "settings"), new(Audit, "Audit", "settings/audit")];
}
