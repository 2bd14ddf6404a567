using System.Globalization;
using System.Text;
using Signalbox.Engine.Trust;

namespace Signalbox.Engine.Runs;

/// <summary>What the trust model says of a step.</summary>
/// <param name="Model">The model.</param>
/// <param name="Decision">Its decision, with names as they may be shown (<see cref="TrustDecision.Shown"/>).</param>
/// <param name="Doubt">Why no level lets it pass: the change is not known as a whole, or too many passed before it; null: nothing of that kind.</param>
internal sealed record TrustReview(TrustModelInUse Model, TrustDecision Decision, string? Doubt)
{
    private const int Listed = 10;

    /// <summary>Name of the repository that it is about, of a run in several; null: the only one.</summary>
    public string? Repository { get; init; }

    /// <summary>How many files others than the step left, that nobody has let pass either.</summary>
    public int Earlier { get; init; }

    /// <summary>Whether a person is asked about the change.</summary>
    public bool Asks => Doubt is not null || !Decision.Rules.PassesByItself;

    /// <summary>Whether only an administrator decides.</summary>
    public bool Escalates => Decision.Rules.Escalation;

    /// <summary>Whether somebody is told: a default speaks of nothing, only what the author named is told, and what could be that.</summary>
    public bool IsTold => Decision.Rules.NotifiesOnMatch && (Decision.Deciding.Line is not null || Decision.IsUnknown);

    /// <summary>Why, as a clause.</summary>
    public string Why => $"{(Repository is null ? "" : $"in {Repository}, ")}{Doubt ?? Decision.Why}";

    /// <summary>What stands below the question: who asks for it, and the files that decide.</summary>
    public string Details
    {
        get
        {
            var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"The {Model.Name}, asks for a person: {Why}.");
            var files = Decision.Verdicts.Where(v => v.Path is not null && v.Level == Decision.Level).ToList();
            foreach (var file in files.Take(Listed))
            {
                text.Append(CultureInfo.InvariantCulture, $"\n{file.Path}: {TrustWords.Of(file.Level)}, {file.MatchedBy}");
            }

            return (files.Count > Listed ? text.Append(CultureInfo.InvariantCulture, $"\nand {files.Count - Listed} more") : text).ToString();
        }
    }

    /// <summary>The decision for whoever reads events by program.</summary>
    public IReadOnlyDictionary<string, object?> Data => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["trustLevel"] = TrustWords.Of(Decision.Level),
        ["autoApprove"] = Decision.Rules.PassesByItself,
        ["matchedBy"] = Decision.Deciding.MatchedBy,
        ["path"] = Decision.Deciding.Path,
        ["trustModel"] = Model.Version.Id.Value,
    };
}
