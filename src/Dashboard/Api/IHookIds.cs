namespace Signalbox.Dashboard.Api;

/// <summary>Remembers which webhooks were taken.</summary>
internal interface IHookIds
{
    /// <summary>
    /// Answers a webhook whose id is new. While another request has the id this waits; where nothing was begun, the id may come again.
    /// </summary>
    /// <param name="id">The webhook's id.</param>
    /// <param name="body">Its body.</param>
    /// <param name="answer">Answers it, and says whether something was begun.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The answer; null when the id was taken before.</returns>
    Task<IResult?> OnceAsync(string id, byte[] body, Func<Task<(IResult Answer, bool IsTaken)>> answer, CancellationToken cancellationToken);
}
