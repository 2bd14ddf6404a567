namespace Signalbox.Dashboard.Hosting.Settings;

/// <summary>Options that a new configuration changes while the server works; all others count from the next start on.</summary>
internal static class LiveOptions
{
    private static readonly string[] Sections = ["Limits", "Retention", "Cache", "Secrets", "Agents", "Logging", "Samples"];

    /// <summary>Whether the option is one of them.</summary>
    public static bool Has(string option) => Sections.Contains(option.Split(':')[0], StringComparer.OrdinalIgnoreCase);
}
