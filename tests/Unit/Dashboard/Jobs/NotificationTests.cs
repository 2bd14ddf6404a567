using System.Text.Json;
using Signalbox.Dashboard.Jobs;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Trust;
using Signalbox.Engine.Webhooks;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Jobs;

/// <summary>How reads what is told.</summary>
public sealed class NotificationTests
{
    [Fact]
    public void BodyOf_Approval_SaysWhoIsAskedAndWhy()
    {
        var state = FakeRuns.Create("DOC-7", "/nowhere", RunStatus.Waiting, null);
        var approval = Ask(state);

        using var json = JsonDocument.Parse(Notification.BodyOf(Delivery(state, WebhookKinds.ApprovalRequested, approval.Id), state, told: null)!);

        Assert.Equal("approval.requested", json.RootElement.GetProperty("type").GetString());
        Assert.Equal(FakeRuns.Now, json.RootElement.GetProperty("timestamp").GetDateTimeOffset());
        var (of, asked) = (json.RootElement.GetProperty("data").GetProperty("run"), json.RootElement.GetProperty("data").GetProperty("approval"));
        Assert.Equal(("DOC-7", "/runs/DOC-7", "Waiting"), (of.GetProperty("key").GetString(), of.GetProperty("path").GetString(), of.GetProperty("status").GetString()));
        Assert.Equal(("implement", "low", true, "lead"), (asked.GetProperty("step").GetString(), asked.GetProperty("trustLevel").GetString(), asked.GetProperty("forAdministrators").GetBoolean(), asked.GetProperty("reviewers")[0].GetString()));
    }

    [Fact]
    public void BodyOf_QuestionThatWasAnsweredMeanwhile_IsNothing()
    {
        var state = FakeRuns.Create("DOC-7", "/nowhere", RunStatus.Waiting, null);
        var approval = Ask(state);
        approval.Decide(ApprovalStatus.Approved, "ann", null, new Dictionary<string, object?>(StringComparer.Ordinal), FakeRuns.Now);

        Assert.Null(Notification.BodyOf(Delivery(state, WebhookKinds.ApprovalRequested, approval.Id), state, told: null));
    }

    [Fact]
    public void BodyOf_RunThatWorksAgain_SaysWhatHappenedThen()
    {
        var state = FakeRuns.Create("DOC-7", "/nowhere", RunStatus.Running, null);

        using var json = JsonDocument.Parse(Notification.BodyOf(Delivery(state, WebhookKinds.RunFailed, null), state, new RunEvent { RunId = state.Run.Id, Message = "Run failed: step b failed", Reason = "step b failed" })!);

        Assert.Equal("Failed", json.RootElement.GetProperty("data").GetProperty("run").GetProperty("status").GetString());
        Assert.Equal("step b failed", json.RootElement.GetProperty("data").GetProperty("run").GetProperty("statusReason").GetString());
    }

    private static Approval Ask(RunState state)
    {
        var approval = new Approval
        {
            Id = EntityId.New<ApprovalId>(),
            RunId = state.Run.Id,
            StepRunId = EntityId.New<StepRunId>(),
            StepId = "implement",
            Question = "Keep the changes?",
            Reviewers = ["lead"],
            TrustLevel = TrustLevel.Low,
            TrustReason = "a.ts is low",
            ForAdministrators = true,
            CreatedAt = FakeRuns.Now,
        };
        state.Approvals.Add(approval);
        return approval;
    }

    private static WebhookDelivery Delivery(RunState state, string kind, ApprovalId? approval) =>
        new() { Id = "told", Kind = kind, RunId = state.Run.Id, Sequence = 1, ApprovalId = approval, CreatedAt = FakeRuns.Now };
}
