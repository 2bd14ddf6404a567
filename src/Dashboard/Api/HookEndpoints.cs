using System.Text.Json;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Webhooks;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/hooks</c>: programs without a token start a run with a signed request (design/security.md). Who holds the secret may start any workflow.</summary>
internal static class HookEndpoints
{
    public const string Path = "/api/v1/hooks/{**workflow}";

    /// <summary>How such a run's starter is called.</summary>
    public const string Actor = "webhook";

    private const int MaxBytes = 1024 * 1024;

    public static void MapHooks(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost(Path, StartAsync).AllowAnonymous().WithTags("hooks").WithSummary("Starts a run by a signed webhook").Accepts<HookBody>("application/json")
            .WithDescription("Signed as the Standard Webhooks specification says, with the headers webhook-id, webhook-timestamp and webhook-signature. An id is taken once.")
            .Produces<HookRunModel>(201).ProducesProblem(400).ProducesProblem(401).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413);

    private static async Task<IResult> StartAsync(
        string workflow, HttpContext context, InboundHooks hooks, IHookIds ids, IRunService service, StartAnswers answers, TimeProvider time, CancellationToken cancellationToken)
    {
        if (hooks.SecretName is not { } name)
        {
            return Problems.NotFound("This server takes no webhooks: 'Webhooks:Secret' names the secret that they are signed with.");
        }

        if (hooks.Secrets.Resolve(name).Value is not { } secret)
        {
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "Not ready", "The secret of webhooks has no value now: the server's log and 'signalbox doctor' say more.");
        }

        if (await ReadAsync(context.Request, cancellationToken) is not { } body)
        {
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, "Too large", "A webhook has at most 1 MiB.");
        }

        var headers = context.Request.Headers;
        var id = headers[WebhookSignature.IdHeader].ToString();
        if (WebhookSignature.FindFault(secret, id, headers[WebhookSignature.TimestampHeader], headers[WebhookSignature.SignatureHeader], body, time.GetUtcNow()) is { } fault)
        {
            return Problems.Of(StatusCodes.Status401Unauthorized, "Not signed", Sentences.Of(fault));
        }

        // Known to come from who holds the secret: only now anything is written or parsed.
        return await ids.OnceAsync(id, body, () => BeginAsync(workflow, id, body, service, answers, cancellationToken), cancellationToken)
            ?? Problems.Conflict($"The webhook {id} was taken before: each id starts one run.");
    }

    private static async Task<(IResult Answer, bool IsTaken)> BeginAsync(string workflow, string id, byte[] body, IRunService service, StartAnswers answers, CancellationToken cancellationToken)
    {
        HookBody? said;
        try
        {
            said = body.AsSpan().Trim(" \t\r\n"u8).IsEmpty ? new HookBody() : JsonSerializer.Deserialize<HookBody>(body, ApiJson.Options);
        }
        catch (JsonException)
        {
            said = null;
        }

        if (said is null)
        {
            return (Problems.Invalid("body", null, "a JSON object", "body: found no JSON object with inputs, repository, prompt or key."), false);
        }

        var (inputs, faults) = NamedValues.Read("inputs", said.Inputs, null);
        var result = await service.StartAsync(
            new StartRunRequest
            {
                // A server that died before it noted the id is asked again: the run is the same.
                Id = EntityId.Of<RunId>($"{Actor}\n{id}"),
                Workflow = workflow,
                Inputs = inputs,
                Faults = faults,
                Repository = said.Repository,
                Key = said.Key,
                Prompt = said.Prompt,
                Trigger = RunTrigger.Webhook,
                Actor = Actor,
            },
            cancellationToken);
        return result.Run is { } run
            ? (TypedResults.Created($"/api/v1/runs/{run.Id}", new HookRunModel(run.Id.Value, run.Key)), true)
            : (await answers.OfAsync(result, workflow, cancellationToken), false);
    }

    /// <summary>The body; null when it is longer than is taken.</summary>
    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes)
        {
            return null;
        }

        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > MaxBytes)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}
