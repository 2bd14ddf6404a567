using System.ComponentModel;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Server;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary>What a coding agent may do by itself over MCP: the words of a worker, and messages. The steps that it has claimed are remembered here.</summary>
internal sealed class McpTools(WorkClient client) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, WorkModel> _held = new(StringComparer.Ordinal);
    private readonly SureClaims _claims = new(client);

    /// <summary>The tools, by name.</summary>
    public IReadOnlyList<McpServerTool> All =>
    [
        Tool("claim", ClaimAsync, "Claims the first step that waits for somebody with your capabilities. The answer has its prompt, environment, folder and messages."),
        Tool("progress", ProgressAsync, "Says how far you are with a step that you hold."),
        Tool("log", LogAsync, "Appends lines to the log of a step that you hold."),
        Tool("checkpoint", CheckpointAsync, "Makes a checkpoint of the files as they are now, with one sentence that says what was reached."),
        Tool("complete", CompleteAsync, "Says that a step that you hold is done."),
        Tool("fail", FailAsync, "Says that a step that you hold failed, and why."),
        Tool("release", ReleaseAsync, "Gives a step that you hold back, so that another may claim it."),
        Tool("message", MessageAsync, "Sends a message to an agent, to a role, to everyone or to people."),
        Tool("propose_learning", ProposeLearningAsync, "Proposes something that was learned in the repository of a step that you hold; a person decides whether later prompts get it."),
        Tool("inbox", InboxAsync, "Shows your messages and marks the unread ones read."),
        Tool("steps", StepsAsync, "Lists the steps of a run with their ids, where they stand and how much each changed."),
        Tool("assign", AssignAsync, "For coordinators: says which worker alone may claim a step that waits for one."),
        Tool("add_steps", AddStepsAsync, "For coordinators: adds steps to the plan of a run that has not ended. They may need steps that it has, and begin as soon as those let them."),
        Tool("changes", ChangesAsync, "Lists the files that a run, or one step of it, changed."),
        Tool("diff", DiffAsync, "Shows the lines that a run, or one step of it, changed in a file."),
    ];

    public Task<string> ClaimAsync([Description("Seconds to wait for a step, 0 to 60")] int waitSeconds = 0, CancellationToken cancellationToken = default) => AnswerAsync(async () =>
        new ClaimModel(await _claims.ClaimAsync(waitSeconds, Known, Hold, cancellationToken)));

    public Task<string> ProgressAsync(
        [Description("Percent done, 0 to 100")] int? percent = null,
        [Description("What you do now")] string? message = null,
        [Description(StepText)] string? step = null,
        CancellationToken cancellationToken = default) => AnswerAsync(() => client.ProgressAsync(Held(step), percent, message, cancellationToken));

    public Task<string> LogAsync(
        [Description("The lines")] string[] lines,
        [Description(StepText)] string? step = null,
        CancellationToken cancellationToken = default) => AnswerAsync(() => client.LogAsync(Held(step), lines, "stdout", after: null, cancellationToken));

    public Task<string> CheckpointAsync(
        [Description("What was reached, in one sentence")] string summary,
        [Description("progress, plan, replan, decision or error")] string type = "progress",
        [Description(StepText)] string? step = null,
        CancellationToken cancellationToken = default) => AnswerAsync(() => client.CheckpointAsync(Held(step), summary, type, cancellationToken));

    public Task<string> CompleteAsync(
        [Description("Your last word; where the step has outputs and you leave 'outputs' out, it ends with a JSON object of them on a line of its own")] string text,
        [Description(StepText)] string? step = null,
        [Description("Values of the step's outputs, by the keys that they name")] Dictionary<string, JsonElement>? outputs = null,
        [Description(SessionText)] string? sessionId = null,
        [Description(ModelText)] string? model = null,
        [Description(InputText)] long? inputTokens = null,
        [Description(OutputText)] long? outputTokens = null,
        [Description(CacheReadText)] long? cacheReadTokens = null,
        [Description(CacheCreationText)] long? cacheCreationTokens = null,
        [Description(CostText)] decimal? costUsd = null,
        CancellationToken cancellationToken = default) => EndAsync(step, work => client.CompleteAsync(
            work,
            new CompleteBody(null, 0)
            {
                Text = text,
                Outputs = outputs,
                SessionId = sessionId,
                Model = model,
                InputTokens = inputTokens,
                OutputTokens = outputTokens,
                CacheReadTokens = cacheReadTokens,
                CacheCreationTokens = cacheCreationTokens,
                CostUsd = costUsd,
            },
            key: null,
            cancellationToken));

    public Task<string> FailAsync(
        [Description("Why, in one sentence that a person can act on")] string message,
        [Description("Whether trying again may help")] bool retryable = true,
        [Description(StepText)] string? step = null,
        [Description("A stable word for it, such as rate_limit, auth, bad_input or refused; agent_error when left out")] string? code = null,
        [Description("With rate_limit: when the limit ends (RFC 3339). The step waits until then and no try is used up")] DateTimeOffset? retryAt = null,
        [Description(SessionText)] string? sessionId = null,
        [Description(ModelText)] string? model = null,
        [Description(InputText)] long? inputTokens = null,
        [Description(OutputText)] long? outputTokens = null,
        [Description(CacheReadText)] long? cacheReadTokens = null,
        [Description(CacheCreationText)] long? cacheCreationTokens = null,
        [Description(CostText)] decimal? costUsd = null,
        CancellationToken cancellationToken = default) => EndAsync(step, work => client.FailAsync(
            work,
            new FailBody(null, 0, message, retryable, Code: code)
            {
                RetryAt = retryAt,
                SessionId = sessionId,
                Model = model,
                InputTokens = inputTokens,
                OutputTokens = outputTokens,
                CacheReadTokens = cacheReadTokens,
                CacheCreationTokens = cacheCreationTokens,
                CostUsd = costUsd,
            },
            key: null,
            cancellationToken));

    public Task<string> ReleaseAsync(
        [Description("Why")] string? reason = null,
        [Description(StepText)] string? step = null,
        CancellationToken cancellationToken = default) => EndAsync(step, work => client.ReleaseAsync(work, reason, key: null, cancellationToken));

    public Task<string> MessageAsync(
        [Description("Id of an agent, role:ROLE, everyone or people")] string to,
        [Description("The text")] string body,
        [Description("note, question, answer, request, status, or another word")] string? type = null,
        [Description("Id of the message that it answers")] string? replyTo = null,
        [Description("-100 to 100, more first; 0 when left out")] int? priority = null,
        [Description("Minutes for which it is delivered; no end when left out")] int? expiresInMinutes = null,
        [Description("Id of the run that it is about")] string? run = null,
        CancellationToken cancellationToken = default) => AnswerAsync(() => client.SendAsync(
            new MessageBody(to, body) { Type = type, ReplyTo = replyTo, Priority = priority, ExpiresInMinutes = expiresInMinutes, Run = run }, cancellationToken));

    public Task<string> ProposeLearningAsync(
        [Description("What was learned, in one sentence")] string text,
        [Description("bugs, patterns or anti_patterns")] string kind = "patterns",
        [Description(StepText)] string? step = null,
        CancellationToken cancellationToken = default) => AnswerAsync(() => client.ProposeLearningAsync(Held(step), kind, text, cancellationToken));

    public Task<string> InboxAsync([Description("unread, read or archived; all but the archived ones when left out")] string? status = null, CancellationToken cancellationToken = default) => AnswerAsync(async () =>
    {
        var messages = await client.InboxAsync(status, cancellationToken);
        foreach (var unread in messages.Where(m => m.Status is "Unread"))
        {
            await client.MarkAsync(unread.Id, "Read", cancellationToken);
        }

        return messages;
    });

    public Task<string> StepsAsync([Description(RunText)] string run, CancellationToken cancellationToken = default) => AnswerAsync(() => client.StepsAsync(run, cancellationToken));

    public Task<string> AssignAsync(
        [Description("Id of the step run (tk_..), as 'steps' tells it")] string step,
        [Description("Id of the worker; without one, whoever fits may claim it")] string? agent = null,
        CancellationToken cancellationToken = default) => AnswerAsync(() => client.AssignAsync(step, agent, cancellationToken));

    public Task<string> AddStepsAsync(
        [Description(RunText)] string run,
        [Description("YAML or JSON with 'steps', each written as in a workflow file, such as: steps: [{id: review, needs: [plan], capabilities: [code_review], prompt: Review it}]")] string steps,
        CancellationToken cancellationToken = default) => AnswerAsync(() => client.AddStepsAsync(run, steps, cancellationToken));

    public Task<string> ChangesAsync(
        [Description(RunText)] string run,
        [Description(OfStepText)] string? step = null,
        [Description(InRepositoryText)] string? repository = null,
        CancellationToken cancellationToken = default) => AnswerAsync(() => client.ChangesAsync(run, step, repository, cancellationToken));

    public Task<string> DiffAsync(
        [Description(RunText)] string run,
        [Description("Path of the file, as 'changes' tells it")] string path,
        [Description(OfStepText)] string? step = null,
        [Description(InRepositoryText)] string? repository = null,
        CancellationToken cancellationToken = default) => AnswerAsync(() => client.DiffAsync(run, path, step, repository, cancellationToken));

    /// <summary>Gives back what is still held: the agent ends.</summary>
    public async Task ReleaseAllAsync(CancellationToken cancellationToken)
    {
        List<WorkModel> held;
        lock (_lock)
        {
            held = [.. _held.Values];
            _held.Clear();
        }

        foreach (var work in held)
        {
            try
            {
                await client.ReleaseAsync(work, "its agent ended", key: null, cancellationToken);
            }
            catch (SignalboxFaultException)
            {
                // It is another's by now, or the server is away and sees by itself that nobody is there.
            }
        }
    }

    public void Dispose() => _claims.Dispose();

    private const string RunText = "Key or id of the run";
    private const string OfStepText = "Id of a step; all of the run when left out";
    private const string InRepositoryText = "Name of the repository, as 'changes' tells it, where the run works in several; without it all of them";
    private const string SessionText = "Id of your session, which the next try may resume";
    private const string ModelText = "Model that did the work";
    private const string InputText = "Tokens that you read, those of the cache left out";
    private const string OutputText = "Tokens that you wrote";
    private const string CacheReadText = "Tokens read from the cache";
    private const string CacheCreationText = "Tokens written to the cache";
    private const string CostText = "What it cost, in US dollars; estimated by the model's price when left out";
    private const string StepText = "Id of the step run (tk_..) where you hold several";

    private static McpServerTool Tool(string name, Delegate method, string description) =>
        McpServerTool.Create(method, new McpServerToolCreateOptions { Name = name, Description = description });

    private static async Task<string> AnswerAsync<T>(Func<Task<T>> act)
    {
        try
        {
            return CliText.Json(await act(), indented: false);
        }
        catch (SignalboxFaultException fault)
        {
            throw new McpException(fault.Message, fault);
        }
    }

    private Task<string> EndAsync(string? step, Func<WorkModel, Task<StepClaimModel>> end) => AnswerAsync(async () =>
    {
        var work = Held(step);
        var claim = await end(work);
        lock (_lock)
        {
            _held.Remove(work.Step);
        }

        return claim;
    });

    private void Hold(WorkModel work)
    {
        lock (_lock)
        {
            _held[work.Step] = work;
        }
    }

    private IReadOnlyList<WorkModel> Known()
    {
        lock (_lock)
        {
            return [.. _held.Values];
        }
    }

    private WorkModel Held(string? step)
    {
        lock (_lock)
        {
            return step is not null && _held.TryGetValue(step, out var named) ? named
                : step is null && _held.Count == 1 ? _held.Values.Single()
                : throw new McpException(_held.Count == 0 ? "You hold no step: claim one first." : $"Say which step with 'step': you hold {string.Join(", ", _held.Keys)}.");
        }
    }
}
