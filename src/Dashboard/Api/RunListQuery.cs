using System.Globalization;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Api;

/// <summary>Query of <c>GET /runs</c>. Statuses may be several, joined by commas.</summary>
internal sealed record RunListQuery
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    public string? Status { get; init; }

    public string? Workflow { get; init; }

    public string? Agent { get; init; }

    public string? Repository { get; init; }

    public string? Q { get; init; }

    public string? Since { get; init; }

    public string? Until { get; init; }

    public string? Cursor { get; init; }

    public int? Limit { get; init; }

    /// <summary>The filter, and every fault.</summary>
    public (RunFilter Filter, IReadOnlyList<FieldError> Faults) ToFilter()
    {
        var faults = new List<FieldError>();
        var statuses = new List<RunStatus>();
        foreach (var word in (Status ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Enum.GetNames<RunStatus>().FirstOrDefault(n => n.Equals(word, StringComparison.OrdinalIgnoreCase)) is { } name)
            {
                statuses.Add(Enum.Parse<RunStatus>(name));
            }
            else
            {
                var allowed = string.Join(", ", Enum.GetNames<RunStatus>());
                faults.Add(new FieldError("status", word, allowed, $"status: found '{word}', allowed are {allowed}."));
            }
        }

        faults.AddRange(QueryFaults.Range("limit", Limit, 1, MaxLimit));
        var filter = new RunFilter
        {
            Statuses = statuses,
            Workflow = Workflow,
            Agent = Agent,
            Repository = Repository,
            Text = Q,
            Since = Time("since", Since, faults),
            Until = Time("until", Until, faults),
            Cursor = Cursor,
            Limit = Limit ?? DefaultLimit,
        };
        return (filter, faults);
    }

    private static DateTimeOffset? Time(string field, string? text, List<FieldError> faults)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return time;
        }

        faults.Add(new FieldError(field, text, "a time such as 2026-01-31T08:00:00Z", $"{field}: '{text}' is not a time such as 2026-01-31T08:00:00Z."));
        return null;
    }
}
