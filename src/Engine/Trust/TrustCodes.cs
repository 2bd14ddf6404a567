namespace Signalbox.Engine.Trust;

/// <summary>The stable codes of what only a trust model can have wrong; the others are those of every file.</summary>
public static class TrustCodes
{
    /// <summary>A level approves by itself and asks for a person.</summary>
    public const string Contradiction = "trust-contradiction";

    /// <summary>A context has nothing to match by.</summary>
    public const string MatchesNothing = "matches-nothing";
}
