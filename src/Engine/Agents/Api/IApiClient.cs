namespace Signalbox.Engine.Agents.Api;

/// <summary>Speaks one wire format through its vendor's library. Nothing is tried again here: the engine does that, between attempts.</summary>
internal interface IApiClient
{
    /// <summary>The answer to a conversation. Ends without <see cref="ApiPiece.Stopped"/> when the stream stops half way.</summary>
    IAsyncEnumerable<ApiPiece> AskAsync(ApiCall call, IReadOnlyList<ApiTurn> turns, CancellationToken cancellationToken);

    /// <summary>What a fault of the library means; null when it is none of its.</summary>
    ApiFault? FaultOf(Exception exception);
}
