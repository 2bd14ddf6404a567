namespace Signalbox.Dashboard.Api.Models;

/// <summary>Proposes a learning: of the run's repository, or of the one that is named.</summary>
/// <param name="Kind"><c>bugs</c>, <c>patterns</c> or <c>anti_patterns</c>.</param>
/// <param name="Text">What was learned, in one sentence.</param>
public sealed record LearningBody(string? Kind, string? Text)
{
    /// <summary>Who proposes it; the caller when left out.</summary>
    public string? Agent { get; init; }

    /// <summary>Run in which it was learned: id or key.</summary>
    public string? Run { get; init; }

    /// <summary>Id, name or path of the repository; needed without a run.</summary>
    public string? Repository { get; init; }
}
