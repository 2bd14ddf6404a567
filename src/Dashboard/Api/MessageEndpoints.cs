using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Identity;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/messages</c> and <c>/agents/{id}/messages</c>: what agents and people tell each other.</summary>
internal static class MessageEndpoints
{
    private const int MaxLimit = 200;
    private static readonly string More = NextPage.More("message");

    public static void MapMessages(this IEndpointRouteBuilder api)
    {
        var messages = api.MapGroup("/messages").WithTags("messages");
        messages.MapGet("/", ListAsync).WithSummary("Lists messages, newest first; of a thread the newest, oldest first").WithDescription(More).Produces<IReadOnlyList<MessageModel>>().ProducesProblem(400);
        messages.MapPost("/", SendAsync).WithSummary("Sends a message").Produces<MessageModel>(201).ProducesProblem(400);
        messages.MapPost("/{id}/mark", MarkAsync).WithSummary("Marks a message read, archived or unread in one inbox").Produces<MessageModel>().ProducesProblem(400).ProducesProblem(404);
        api.MapGet("/agents/{id}/messages", InboxAsync).WithTags("messages").WithSummary("Shows an inbox").WithDescription("Of an agent, of 'people', of a role ('role:ROLE') or of 'everyone'; the most important first, then the newest. In the last two, read is what one of those that it is for has got. " + More)
            .Produces<IReadOnlyList<MessageModel>>().ProducesProblem(400).ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(HttpContext context, Messenger messenger, CancellationToken cancellationToken, string? thread = null, string? before = null, int limit = 50)
    {
        var faults = QueryFaults.Range("limit", limit, 1, MaxLimit).ToList();
        var after = await BeforeAsync(before, messenger, faults, cancellationToken);
        MessageId? of = EntityId.TryParse<MessageId>(thread, out var id) ? id : null;
        if (!string.IsNullOrEmpty(thread) && of is null)
        {
            faults.Add(QueryFaults.Fault("thread", thread, "the id of a message"));
        }

        return faults.Count > 0
            ? QueryFaults.Problem(faults)
            : TypedResults.Ok(NextPage.Of(context, await messenger.ListAsync(of, after, limit + 1, cancellationToken), limit, m => m.Id.Value, oldestFirst: of is not null).Select(m => WorkShapes.Of(m)).ToList());
    }

    private static async Task<IResult> SendAsync(MessageBody body, HttpContext context, Messenger messenger, CancellationToken cancellationToken)
    {
        var result = await messenger.SendAsync(
            new MessageDraft
            {
                From = string.IsNullOrWhiteSpace(body.From) ? Caller.NameOf(context.User) : body.From,
                To = body.To,
                Type = body.Type,
                Priority = body.Priority,
                Body = body.Body,
                ReplyTo = body.ReplyTo,
                Run = body.Run,
                ExpiresInMinutes = body.ExpiresInMinutes,
            },
            cancellationToken);
        return result.Message is { } message
            ? TypedResults.Created($"/api/v1/messages?thread={message.Thread}", WorkShapes.Of(message))
            : QueryFaults.Problem([.. result.Invalid.Select(f => new FieldError(f.Field, f.Found, f.Allowed, f.Message))]);
    }

    private static async Task<IResult> MarkAsync(string id, MarkBody body, Messenger messenger, CancellationToken cancellationToken)
    {
        if (Status(body.Status) is not { } status)
        {
            return QueryFaults.Problem([QueryFaults.Fault("status", body.Status, string.Join(", ", Enum.GetNames<MessageStatus>()))]);
        }

        return EntityId.TryParse<MessageId>(id, out var message) && await messenger.MarkAsync(message, body.Inbox ?? Recipient.People, status, cancellationToken) is { } marked
            ? TypedResults.Ok(WorkShapes.Of(marked, status))
            : Problems.NotFound($"There is no message '{id}' in the inbox of {body.Inbox ?? Recipient.People}.");
    }

    private static async Task<IResult> InboxAsync(
        string id, HttpContext context, Messenger messenger, CancellationToken cancellationToken, string? status = null, string? before = null, int limit = 50)
    {
        var faults = QueryFaults.Range("limit", limit, 1, MaxLimit).ToList();
        var after = await BeforeAsync(before, messenger, faults, cancellationToken);
        if (!string.IsNullOrEmpty(status) && Status(status) is null)
        {
            faults.Add(QueryFaults.Fault("status", status, string.Join(", ", Enum.GetNames<MessageStatus>())));
        }

        return faults.Count > 0 ? QueryFaults.Problem(faults)
            : await messenger.InboxAsync(id, Status(status), after, limit + 1, cancellationToken) is { } inbox
                ? TypedResults.Ok(NextPage.Of(context, inbox, limit, e => e.Message.Id.Value).Select(WorkShapes.Of).ToList())
            : Problems.NotFound($"There is no agent '{id}': 'signalbox agent list' shows those there are.");
    }

    /// <summary>The message where the list goes on; adds a fault when there is no such message.</summary>
    private static async Task<MessageId?> BeforeAsync(string? text, Messenger messenger, List<FieldError> faults, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (EntityId.TryParse<MessageId>(text, out var id) && await messenger.FindAsync(id, cancellationToken) is not null)
        {
            return id;
        }

        faults.Add(QueryFaults.Fault("before", text, "the id of a message"));
        return null;
    }

    private static MessageStatus? Status(string? text) =>
        Enum.GetNames<MessageStatus>().FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse<MessageStatus>(name) : null;
}
