namespace Signalbox.Engine.Trust;

/// <summary>Who is told when a context of a level with <c>notify_on_match</c> speaks of a change (<c>escalation.notify</c>).</summary>
/// <param name="Role">A role of agents, or <see cref="Human"/>.</param>
/// <param name="Reason">Why, in the author's words; null where nothing is said.</param>
public sealed record TrustNotify(string Role, string? Reason)
{
    /// <summary>The role of people.</summary>
    public const string Human = "human";

    /// <summary>Who is told where the model names nobody.</summary>
    public static TrustNotify People { get; } = new(Human, null);
}
