using System.Text;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary>A worker's words to the server: what <c>worker</c> and <c>mcp</c> share.</summary>
internal sealed class WorkClient(ApiClient api, string agent)
{
    /// <summary>Id of the worker.</summary>
    public string Agent => agent;

    /// <summary>Registers; comes back under the same id where it was known.</summary>
    public static async Task<WorkClient> RegisterAsync(ApiClient api, AgentBody body, TimeProvider time, CancellationToken cancellationToken)
    {
        // A worker of this name that ended without a word is there for a minute yet.
        const int Tries = 14;
        for (var tries = 1; ; tries++)
        {
            try
            {
                return new WorkClient(api, (await api.PostAsync<AgentModel>("agents", body, cancellationToken)).Id);
            }
            catch (SignalboxFaultException fault) when (fault.ExitCode == ExitCodes.Refused && tries < Tries && fault.Message.Contains("that is there", StringComparison.Ordinal))
            {
                await Task.Delay(TimeSpan.FromSeconds(5), time, cancellationToken);
            }
        }
    }

    public async Task<WorkModel?> ClaimAsync(int waitSeconds, CancellationToken cancellationToken) =>
        (await api.PostUnkeyedAsync<ClaimModel>($"agents/{agent}/claim", new ClaimBody(waitSeconds), cancellationToken)).Work;

    /// <summary>Gives back what the server says that the worker holds, beside what it knows of.</summary>
    public async Task ReleaseUnknownAsync(IReadOnlyList<WorkModel> known, CancellationToken cancellationToken)
    {
        var there = await HeartbeatAsync(leaving: false, cancellationToken);
        foreach (var lost in there.CurrentSteps.Where(s => !known.Any(k => k.Epoch == s.Epoch && string.Equals(k.Step, s.Step, StringComparison.Ordinal))))
        {
            if (lost.Epoch is not { } epoch)
            {
                continue; // the server's own to do
            }

            try
            {
                await api.PostAsync<StepClaimModel>($"steps/{lost.Step}/release", new ReleaseBody(agent, epoch, "the answer to its claim was lost"), cancellationToken);
            }
            catch (SignalboxFaultException fault) when (fault.ExitCode is ExitCodes.Refused or ExitCodes.NotFound)
            {
                // It has ended, or is another's by now.
            }
        }
    }

    public Task<AgentModel> HeartbeatAsync(bool leaving, CancellationToken cancellationToken) => api.PostOnceAsync<AgentModel>($"agents/{agent}/heartbeat", new HeartbeatBody(leaving), cancellationToken);

    public Task<StepClaimModel> ProgressAsync(WorkModel work, int? percent, string? message, CancellationToken cancellationToken) =>
        SayAsync(work, "progress", new ProgressBody(agent, work.Epoch, percent, message), cancellationToken);

    /// <summary>Appends to the log. The server keeps no answer of it: there are many of them, and the place in the log says enough.</summary>
    /// <param name="work">The step.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="stream">stdout or stderr.</param>
    /// <param name="after">Bytes of the log before them; what is there behind those is not appended again. Null: they are appended whatever there is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<StepClaimModel> LogAsync(WorkModel work, IReadOnlyList<string> lines, string stream, long? after, CancellationToken cancellationToken)
    {
        var (path, body) = ($"steps/{work.Step}/log", new WorkLogBody(agent, work.Epoch, lines, stream, after));
        return after is null ? api.PostUnkeyedAsync<StepClaimModel>(path, body, cancellationToken) : api.PostOnceAsync<StepClaimModel>(path, body, cancellationToken);
    }

    public Task<StepClaimModel> CheckpointAsync(WorkModel work, string summary, string? type, CancellationToken cancellationToken) =>
        SayAsync(work, "checkpoint", new WorkCheckpointBody(agent, work.Epoch, summary, type), cancellationToken);

    /// <summary>The step is done. With a key it may be said again, and is done once.</summary>
    public Task<StepClaimModel> CompleteAsync(WorkModel work, CompleteBody body, string? key, CancellationToken cancellationToken) =>
        EndAsync(work, "complete", body with { Agent = agent, Epoch = work.Epoch }, key, cancellationToken);

    public Task<StepClaimModel> FailAsync(WorkModel work, string message, bool retryable, int? exitCode, string? key, CancellationToken cancellationToken) =>
        FailAsync(work, new FailBody(null, 0, message, retryable, exitCode), key, cancellationToken);

    public Task<StepClaimModel> FailAsync(WorkModel work, FailBody body, string? key, CancellationToken cancellationToken) =>
        EndAsync(work, "fail", body with { Agent = agent, Epoch = work.Epoch }, key, cancellationToken);

    public Task<StepClaimModel> ReleaseAsync(WorkModel work, string? reason, string? key, CancellationToken cancellationToken) =>
        EndAsync(work, "release", new ReleaseBody(agent, work.Epoch, reason), key, cancellationToken);

    public Task<MessageModel> SendAsync(MessageBody body, CancellationToken cancellationToken) => api.PostAsync<MessageModel>("messages", body with { From = agent }, cancellationToken);

    public Task<LearningModel> ProposeLearningAsync(WorkModel work, string kind, string text, CancellationToken cancellationToken) =>
        api.PostAsync<LearningModel>("learnings", new LearningBody(kind, text) { Agent = agent, Run = work.Run }, cancellationToken);

    public Task<List<MessageModel>> InboxAsync(string? status, CancellationToken cancellationToken) =>
        api.GetAsync<List<MessageModel>>($"agents/{agent}/messages{(status is null ? "" : $"?status={Uri.EscapeDataString(status)}")}", cancellationToken);

    public Task<MessageModel> MarkAsync(string message, string status, CancellationToken cancellationToken) =>
        api.PostAsync<MessageModel>($"messages/{Uri.EscapeDataString(message)}/mark", new MarkBody(agent, status), cancellationToken);

    public Task<List<StepModel>> StepsAsync(string run, CancellationToken cancellationToken) => api.GetAsync<List<StepModel>>(CliPaths.Run(run) + "/steps", cancellationToken);

    /// <summary>Adds steps, which are sent as they are: faults are told by their lines.</summary>
    public Task<RunModel> AddStepsAsync(string run, string steps, CancellationToken cancellationToken) =>
        api.UploadAsync<RunModel>(CliPaths.Run(run) + "/steps", () => new StringContent(steps, Encoding.UTF8, "application/yaml"), cancellationToken);

    public Task<StepClaimModel> AssignAsync(string step, string? worker, CancellationToken cancellationToken) =>
        api.PostAsync<StepClaimModel>($"steps/{Uri.EscapeDataString(step)}/assign", new AssignBody(worker), cancellationToken);

    public Task<RunChangesModel> ChangesAsync(string run, string? step, string? repository, CancellationToken cancellationToken) =>
        api.GetAsync<RunChangesModel>($"{CliPaths.Run(run)}/changes?{Asked("step", step)}{Asked("repository", repository)}", cancellationToken);

    public Task<FileChangeModel> DiffAsync(string run, string path, string? step, string? repository, CancellationToken cancellationToken) =>
        api.GetAsync<FileChangeModel>($"{CliPaths.Run(run)}/changes/file?{Asked("path", path)}{Asked("step", step)}{Asked("repository", repository)}", cancellationToken);

    private static string Asked(string name, string? value) => value is null ? "" : $"{name}={Uri.EscapeDataString(value)}&";

    private Task<StepClaimModel> SayAsync(WorkModel work, string verb, object body, CancellationToken cancellationToken) =>
        api.PostAsync<StepClaimModel>($"steps/{work.Step}/{verb}", body, cancellationToken);

    private Task<StepClaimModel> EndAsync(WorkModel work, string verb, object body, string? key, CancellationToken cancellationToken) =>
        key is null ? SayAsync(work, verb, body, cancellationToken) : api.PostWithKeyAsync<StepClaimModel>($"steps/{work.Step}/{verb}", body, key, cancellationToken);
}
