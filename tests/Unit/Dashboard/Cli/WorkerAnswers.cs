using System.Text.Json;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Unit.Engine.Agents.Api;

namespace Signalbox.Unit.Dashboard.Cli;

/// <summary>What a server answers to a worker.</summary>
internal static class WorkerAnswers
{
    /// <summary>200 with the body.</summary>
    public static string Answer<T>(T body) => WireServer.Json(200, JsonSerializer.Serialize(body, ApiJson.Options));

    /// <summary>200 with the worker anna, who holds these.</summary>
    public static string Agent(params (string Step, long Epoch)[] held) => Answer(new AgentModel
    {
        Id = "anna",
        Name = "anna",
        Provider = "external",
        Kind = "Worker",
        Source = "Registered",
        Role = "worker",
        Config = new Dictionary<string, string>(StringComparer.Ordinal),
        Capabilities = ["plan"],
        Status = "Active",
        StatusReason = "registered",
        CurrentSteps = [.. held.Select(h => new CurrentStepModel { Step = h.Step, StepId = "review", Run = "run_1", Attempt = "at_1", Epoch = h.Epoch })],
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    });

    /// <summary>What a claim gives.</summary>
    public static WorkModel Work(string step, long epoch) => new()
    {
        Step = step,
        Epoch = epoch,
        StepId = "review",
        Run = "run_1",
        RunKey = "R-1",
        Attempt = "at_1",
        AttemptNumber = 1,
        Prompt = "Review it.",
        Environment = new Dictionary<string, string>(StringComparer.Ordinal),
        WorkingDirectory = "/",
        Deadline = TimeProvider.System.GetUtcNow().AddHours(1),
    };

    /// <summary>Where a step stands.</summary>
    public static StepClaimModel Claim(string step, long epoch) => new()
    {
        Step = step,
        StepId = "review",
        Run = "run_1",
        Attempt = "at_1",
        Status = "Open",
        Capabilities = ["plan"],
        Epoch = epoch,
        OfferedAt = DateTimeOffset.UnixEpoch,
    };
}
