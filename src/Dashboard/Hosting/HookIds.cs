using System.Security.Cryptography;
using Signalbox.Dashboard.Api;
using Signalbox.Persistence;

namespace Signalbox.Dashboard.Hosting;

/// <summary>Keeps the ids of webhooks with those of other requests that are answered once, also after a restart and on another server.</summary>
internal sealed class HookIds(IIdempotencyStore store) : IHookIds
{
    private const string Caller = "webhook";

    public async Task<IResult?> OnceAsync(string id, byte[] body, Func<Task<(IResult Answer, bool IsTaken)>> answer, CancellationToken cancellationToken)
    {
        var turn = await store.BeginAsync(Caller, id, Convert.ToHexStringLower(SHA256.HashData(body)), cancellationToken);
        if (turn.Token is null)
        {
            return null;
        }

        var isTaken = false;
        try
        {
            (var said, isTaken) = await answer();
            return said;
        }
        finally
        {
            await (isTaken
                ? store.CompleteAsync(turn, new IdempotencyAnswer(StatusCodes.Status201Created, null, null, null), CancellationToken.None)
                : store.AbandonAsync(turn, CancellationToken.None));
        }
    }
}
