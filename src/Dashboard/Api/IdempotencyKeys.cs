using System.Security.Cryptography;

namespace Signalbox.Dashboard.Api;

/// <summary>A client that repeats a POST with the same Idempotency-Key gets the first answer (design/contract.md).</summary>
internal sealed class IdempotencyKeys(RequestDelegate next, IdempotencyStore store)
{
    private const int MaxKeyLength = 200;

    public async Task InvokeAsync(HttpContext context)
    {
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0 || !HttpMethods.IsPost(context.Request.Method) || !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            await next(context);
            return;
        }

        if (key.Length > MaxKeyLength)
        {
            await Problems.Invalid("Idempotency-Key", null, "at most 200 characters", "Idempotency-Key: at most 200 characters are taken.").ExecuteAsync(context);
            return;
        }

        var slot = store.Get($"{Caller.NameOf(context.User)}\n{context.Request.Path}\n{key}");
        await slot.Gate.WaitAsync(context.RequestAborted);
        try
        {
            var hash = await HashBodyAsync(context);
            if (slot.Answer is { } answer)
            {
                await RepeatAsync(context, answer, hash);
            }
            else
            {
                slot.Answer = await AnswerAsync(context, hash);
            }
        }
        finally
        {
            slot.Gate.Release();
        }
    }

    private static async Task RepeatAsync(HttpContext context, IdempotencyStore.Answer answer, string hash)
    {
        if (!string.Equals(answer.RequestHash, hash, StringComparison.Ordinal))
        {
            await Problems.Of(StatusCodes.Status422UnprocessableEntity, "Key used for another request", "This Idempotency-Key was used with another body: take a new one.").ExecuteAsync(context);
            return;
        }

        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        context.Response.Headers.Location = answer.Location;
        context.Response.Headers["Idempotency-Replayed"] = "true";
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    private async Task<IdempotencyStore.Answer?> AnswerAsync(HttpContext context, string hash)
    {
        var original = context.Response.Body;
        using var copy = new MemoryStream();
        context.Response.Body = copy;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = original;
        }

        var body = copy.ToArray();
        var response = context.Response;

        // A fault of the server is not its answer: the next try may do better. Kept before it is sent: a client that went away may come again.
        var answer = response.StatusCode >= StatusCodes.Status500InternalServerError
            ? null
            : new IdempotencyStore.Answer(hash, response.StatusCode, response.ContentType, response.Headers.Location, body);
        if (!context.RequestAborted.IsCancellationRequested)
        {
            await original.WriteAsync(body, context.RequestAborted);
        }

        return answer;
    }

    private static async Task<string> HashBodyAsync(HttpContext context)
    {
        context.Request.EnableBuffering();
        var hash = await SHA256.HashDataAsync(context.Request.Body, context.RequestAborted);
        context.Request.Body.Position = 0;
        return Convert.ToHexStringLower(hash);
    }
}
