using System.Globalization;
using Signalbox.Engine.Runs.Diffs;

namespace Signalbox.Dashboard.Components.Diffs;

/// <summary>Which changes of a run are shown and how, as the URL of the tab carries it.</summary>
public sealed record ChangesUrl
{
    /// <summary>Files on a page.</summary>
    public const int PageSize = 60;

    /// <summary>Key of the run.</summary>
    public required string Key { get; init; }

    /// <summary>Name of one of the run's repositories; null: the step's, or all.</summary>
    public string? Repository { get; init; }

    /// <summary>Step id, or id of a step run; null: the whole run.</summary>
    public string? Step { get; init; }

    /// <summary>Attempt of the step; null: all.</summary>
    public int? Attempt { get; init; }

    /// <summary>Checkpoint from which on; null: where the step or the run began.</summary>
    public string? Since { get; init; }

    /// <summary>Checkpoint up to which; null: where the step ended, or now.</summary>
    public string? Until { get; init; }

    /// <summary>Side by side.</summary>
    public bool Split { get; init; }

    /// <summary>First file of the page, from 0.</summary>
    public int From { get; init; }

    /// <summary>What is asked of the engine.</summary>
    public DiffScope Scope => new() { Repository = Repository, Step = Step, Attempt = Attempt, From = Since, To = Until };

    /// <summary>What an address names; what is empty or makes no sense is as if it were not there.</summary>
    public static ChangesUrl Read(string key, string? step, int? attempt, string? since, string? until, string? view, int? from, string? repository = null) => new()
    {
        Key = key,
        Repository = string.IsNullOrEmpty(repository) ? null : repository,
        Step = string.IsNullOrEmpty(step) ? null : step,
        Attempt = attempt > 0 ? attempt : null,
        Since = string.IsNullOrEmpty(since) ? null : since,
        Until = string.IsNullOrEmpty(until) ? null : until,
        Split = view is "split",
        From = from > 0 ? from.Value : 0,
    };

    /// <summary>The address of this place.</summary>
    public string ToHref()
    {
        var parts = new (string Name, string? Value)[]
        {
            ("tab", "changes"),
            ("repository", Repository),
            ("step", Step),
            ("attempt", Attempt?.ToString(CultureInfo.InvariantCulture)),
            ("since", Since),
            ("until", Until),
            ("view", Split ? "split" : null),
            ("from", From > 0 ? From.ToString(CultureInfo.InvariantCulture) : null),
        };
        return $"runs/{Uri.EscapeDataString(Key)}?{string.Join('&', parts.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"))}";
    }
}
