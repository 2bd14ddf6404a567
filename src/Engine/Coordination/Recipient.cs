namespace Signalbox.Engine.Coordination;

/// <summary>Whose inbox it is.</summary>
/// <param name="Id">Agent id; <see cref="People"/> for people.</param>
/// <param name="Role">Role of the agent; null for people.</param>
public sealed record Recipient(string Id, string? Role)
{
    /// <summary>The one inbox of people.</summary>
    public const string People = "people";

    /// <summary>The inbox of people.</summary>
    public static Recipient OfPeople { get; } = new(People, null);
}
