namespace Signalbox.Dashboard.Components.Live;

/// <summary>Where a person is on a run's page, as its URL carries it.</summary>
public sealed record RunUrl
{
    /// <summary>Names of the tabs; the first is the default.</summary>
    public static IReadOnlyList<string> Tabs { get; } = ["steps", "logs", "changes", "outputs", "checkpoints", "events", "inputs"];

    /// <summary>Value of <see cref="Stream"/> that shows a log as a conversation.</summary>
    public const string Conversation = "conversation";

    /// <summary>Key of the run.</summary>
    public required string Key { get; init; }

    /// <summary>The open tab.</summary>
    public string Tab { get; init; } = "steps";

    /// <summary>Step whose log is shown; null follows the run.</summary>
    public string? Step { get; init; }

    /// <summary>Attempt whose log is shown; null takes the last.</summary>
    public int? Attempt { get; init; }

    /// <summary>How the log is read: <c>stdout</c> or <c>stderr</c> as it is, or <c>conversation</c>.</summary>
    public string Stream { get; init; } = "stdout";

    /// <summary>First entry of a conversation that is shown, from 0.</summary>
    public int From { get; init; }

    /// <summary>Reads a URL's parts; what is not known falls back.</summary>
    public static RunUrl Read(string key, string? tab, string? step, int? attempt, string? stream, int? from = null) => new()
    {
        Key = key,
        Tab = tab is not null && Tabs.Contains(tab, StringComparer.Ordinal) ? tab : Tabs[0],
        Step = string.IsNullOrEmpty(step) ? null : step,
        Attempt = attempt > 0 ? attempt : null,
        Stream = stream is "stderr" or Conversation ? stream : "stdout",
        From = from > 0 ? from.Value : 0,
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
            ("from", From > 0 ? From.ToString(System.Globalization.CultureInfo.InvariantCulture) : null),
        };
        var query = string.Join('&', parts.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
        return $"runs/{Uri.EscapeDataString(Key)}{(query.Length == 0 ? "" : "?" + query)}";
    }
}
