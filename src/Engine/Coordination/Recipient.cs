namespace Signalbox.Engine.Coordination;

/// <summary>Whose inbox it is.</summary>
/// <param name="Id">Agent id, <see cref="People"/>, <see cref="Everyone"/>, or <see cref="RolePrefix"/> and a role.</param>
/// <param name="Role">Role of the agent, or the one whose inbox it is; null for people and for everyone.</param>
public sealed record Recipient(string Id, string? Role)
{
    /// <summary>The one inbox of people.</summary>
    public const string People = "people";

    /// <summary>What is written to every agent.</summary>
    public const string Everyone = "everyone";

    /// <summary>What the inbox of a role begins with; no id of an agent does.</summary>
    public const string RolePrefix = "role:";

    /// <summary>The inbox of people.</summary>
    public static Recipient OfPeople { get; } = new(People, null);

    /// <summary>What is written to every agent, whoever has got it.</summary>
    public static Recipient OfEveryone { get; } = new(Everyone, null);

    /// <summary>Role that the agent takes in the step that it gets its messages for; null: none but its own.</summary>
    public string? StepRole { get; init; }

    /// <summary>What kind of inbox it is.</summary>
    public RecipientKind Kind => Id switch
    {
        People => RecipientKind.People,
        Everyone => RecipientKind.Everyone,
        _ when Id.StartsWith(RolePrefix, StringComparison.Ordinal) => RecipientKind.Role,
        _ => RecipientKind.Agent,
    };

    /// <summary>What is written to a role, whoever of it has got it.</summary>
    public static Recipient OfRole(string role) => new(RolePrefix + role, role);
}
