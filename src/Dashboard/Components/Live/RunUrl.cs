namespace Signalbox.Dashboard.Components.Live;

/// <summary>Where a person is on a run's page, as its URL carries it.</summary>
public sealed record RunUrl
{
    /// <summary>Names of the tabs; the first is the default.</summary>
    public static IReadOnlyList<string> Tabs { get; } = ["steps", "logs", "outputs", "checkpoints", "events", "inputs"];

    /// <summary>Key of the run.</summary>
    public required string Key { get; init; }

    /// <summary>The open tab.</summary>
    public string Tab { get; init; } = "steps";

    /// <summary>Step whose log is shown; null follows the run.</summary>
    public string? Step { get; init; }

    /// <summary>Attempt whose log is shown; null takes the last.</summary>
    public int? Attempt { get; init; }

    /// <summary><c>stdout</c> or <c>stderr</c>.</summary>
    public string Stream { get; init; } = "stdout";

    /// <summary>Reads a URL's parts; what is not known falls back.</summary>
    public static RunUrl Read(string key, string? tab, string? step, int? attempt, string? stream) => new()
    {
        Key = key,
        Tab = tab is not null && Tabs.Contains(tab, StringComparer.Ordinal) ? tab : Tabs[0],
        Step = string.IsNullOrEmpty(step) ? null : step,
        Attempt = attempt > 0 ? attempt : null,
        Stream = string.Equals(stream, "stderr", StringComparison.Ordinal) ? "stderr" : "stdout",
    };

    /// <summary>The address of this place.</summary>
    public string ToHref()
    {
        var parts = new (string Name, string? Value)[]
        {
            ("tab", string.Equals(Tab, Tabs[0], StringComparison.Ordinal) ? null : Tab),
            ("step", Step),
            ("attempt", Attempt?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("stream", string.Equals(Stream, "stdout", StringComparison.Ordinal) ? null : Stream),
        };
        var query = string.Join('&', parts.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
        return $"runs/{Uri.EscapeDataString(Key)}{(query.Length == 0 ? "" : "?" + query)}";
    }
}
