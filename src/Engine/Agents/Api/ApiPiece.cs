namespace Signalbox.Engine.Agents.Api;

/// <summary>A piece of an answer as it streams in, the same for every wire format.</summary>
internal abstract record ApiPiece
{
    public sealed record Model(string Name) : ApiPiece;

    public sealed record Text(string Value) : ApiPiece;

    public sealed record Thinking(string Value) : ApiPiece;

    /// <summary>Counts as far as they are known; a later one adds to what an earlier one left out.</summary>
    public sealed record Usage(AgentUsage Counts) : ApiPiece;

    /// <summary>The answer is whole.</summary>
    /// <param name="Reason">Why it ended there.</param>
    /// <param name="Words">The API's own word for it.</param>
    public sealed record Stopped(ApiStop Reason, string Words) : ApiPiece;
}
