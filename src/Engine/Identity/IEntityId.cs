namespace Signalbox.Engine.Identity;

/// <summary>
/// A typed id: a prefix and 12 characters of <c>0-9a-z</c> (spec 3, "ID Generation"), text in the database.
/// </summary>
/// <typeparam name="TSelf">The id type itself.</typeparam>
public interface IEntityId<TSelf>
    where TSelf : struct, IEntityId<TSelf>
{
    /// <summary>The prefix with its underscore, such as <c>run_</c>.</summary>
    static abstract string Prefix { get; }

    /// <summary>The whole text, prefix included.</summary>
    string Value { get; }

    /// <summary>Wraps text that is already known to be valid; outside text goes through <see cref="EntityId.TryParse"/>.</summary>
    static abstract TSelf From(string value);
}
