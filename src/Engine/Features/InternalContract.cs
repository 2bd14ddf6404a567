namespace Signalbox.Engine.Features;

/// <summary>What a part offers to the others.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Language, as written.</param>
/// <param name="Interface">The text of the interface.</param>
public sealed record InternalContract(string? Name, string? Type, string? Interface);
