namespace Signalbox.Engine.Trust;

/// <summary>What a trust model says of a change: the most careful of what it says of each file.</summary>
/// <param name="Deciding">The verdict that decides: the first of the lowest level.</param>
/// <param name="Rules">The rules of that level.</param>
/// <param name="Verdicts">What is said of each file, in the order given; of the work alone where no file was.</param>
public sealed record TrustDecision(TrustVerdict Deciding, TrustRules Rules, IReadOnlyList<TrustVerdict> Verdicts)
{
    /// <summary>Level of the change.</summary>
    public TrustLevel Level => Deciding.Level;

    /// <summary>One clause for people: <c>src/auth/login.ts is low (pattern **/auth/**: Auth directory)</c>.</summary>
    public string Why =>
        $"{Deciding.Path ?? "the work"} is {TrustWords.Of(Level)} ({Deciding.MatchedBy}{(string.IsNullOrWhiteSpace(Deciding.Reason) ? "" : $": {Deciding.Reason}")})";

    /// <summary>Whether it is low because the change is not known as a whole.</summary>
    internal bool IsUnknown { get; init; }

    /// <summary>The decision about a change of which some is not known: any of that may be low, and it counts as low.</summary>
    internal TrustDecision AsUnknown(TrustModel model) => this with
    {
        Deciding = Level == TrustLevel.Low ? Deciding : new TrustVerdict(null, TrustLevel.Low, "what is not known counts as low", null, null),
        Rules = model.Low,
        IsUnknown = true,
    };

    /// <summary>The decision with the names of files as they may be shown, whatever an agent called them.</summary>
    /// <param name="mask">Keeps secrets out of a text.</param>
    internal TrustDecision Shown(Func<string, string> mask)
    {
        return this with { Deciding = Of(Deciding), Verdicts = [.. Verdicts.Select(Of)] };

        TrustVerdict Of(TrustVerdict verdict) => verdict.Path is { } path ? verdict with { Path = TrustWords.Name(mask(path)) } : verdict;
    }
}
