using System.Security.Cryptography;
using Signalbox.Dashboard.Api;
using Signalbox.Persistence;

namespace Signalbox.Dashboard.Hosting;

/// <summary>A client that repeats a POST with the same Idempotency-Key gets the first answer, also after a restart (design/contract.md).</summary>
internal sealed class IdempotencyKeys(RequestDelegate next, IIdempotencyStore store, LongAnswers longAnswers)
{
    private const int MaxKeyLength = 200;

    public async Task InvokeAsync(HttpContext context)
    {
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0 || UnkeptAnswer.IsOf(context) || !HttpMethods.IsPost(context.Request.Method) || !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            await next(context);
            return;
        }

        if (key.Length > MaxKeyLength)
        {
            await Problems.Invalid("Idempotency-Key", null, "at most 200 characters", "Idempotency-Key: at most 200 characters are taken.").ExecuteAsync(context);
            return;
        }

        var hash = await HashBodyAsync(context);
        var turn = await store.BeginAsync(Caller.NameOf(context.User), $"{context.Request.Path}\n{key}", hash, context.RequestAborted);
        if (turn.IsOtherRequest)
        {
            await Problems.Of(StatusCodes.Status422UnprocessableEntity, "Key used for another request", "This Idempotency-Key was used with another body: take a new one.").ExecuteAsync(context);
        }
        else if (turn.Token is null)
        {
            await RepeatAsync(context, turn.Answer ?? throw new InvalidOperationException("a request that was answered has no answer"));
        }
        else
        {
            if (turn.FirstSaid is { } firstSaid)
            {
                GivenRun.Give(context, turn.Caller, turn.Key, firstSaid);
            }

            await AnswerAsync(context, turn);
        }
    }

    private async Task RepeatAsync(HttpContext context, IdempotencyAnswer answer)
    {
        context.Response.Headers.Location = answer.Location;
        context.Response.Headers["Idempotency-Replayed"] = "true";
        if (answer.Body is null)
        {
            await (await longAnswers.OfAsync(context, answer.Status, answer.Location, context.RequestAborted)).ExecuteAsync(context);
            return;
        }

        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    private async Task AnswerAsync(HttpContext context, IdempotencyTurn turn)
    {
        var original = context.Response.Body;
        using var copy = new MemoryStream();
        context.Response.Body = copy;
        try
        {
            await next(context);
        }
        catch
        {
            await store.AbandonAsync(turn, CancellationToken.None);
            throw;
        }
        finally
        {
            context.Response.Body = original;
        }

        var body = copy.ToArray();
        var response = context.Response;

        // A fault of the server is not its answer: the next try may do better. Kept before it is sent: a client that went away may come again.
        if (response.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            await store.AbandonAsync(turn, CancellationToken.None);
        }
        else
        {
            await store.CompleteAsync(turn, new IdempotencyAnswer(response.StatusCode, response.ContentType, response.Headers.Location, body), CancellationToken.None);
        }

        if (!context.RequestAborted.IsCancellationRequested)
        {
            await original.WriteAsync(body, context.RequestAborted);
        }
    }

    private static async Task<string> HashBodyAsync(HttpContext context)
    {
        context.Request.EnableBuffering();
        var hash = await SHA256.HashDataAsync(context.Request.Body, context.RequestAborted);
        context.Request.Body.Position = 0;
        return Convert.ToHexStringLower(hash);
    }
}
