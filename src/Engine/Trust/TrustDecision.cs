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
}
