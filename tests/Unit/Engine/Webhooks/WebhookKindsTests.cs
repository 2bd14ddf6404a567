using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Webhooks;

namespace Signalbox.Unit.Engine.Webhooks;

public sealed class WebhookKindsTests
{
    private static readonly RunId Run = EntityId.New<RunId>();

    [Theory]
    [InlineData(null, "Running -> Completed", null, "run.completed")]
    [InlineData(null, "Waiting -> Failed", null, "run.failed")]
    [InlineData(null, "Running -> Cancelled", null, null)]
    [InlineData(null, "Active -> Completed", "session", null)]
    [InlineData("a", "Running -> Completed", null, null)]
    [InlineData("a", "Running -> Failed", null, null)]
    [InlineData("a", "Running -> Blocked", null, null)]
    [InlineData("a", "Running -> Blocked", "asked", "approval.requested")]
    [InlineData("a", "Open -> Approved", "approval", null)]
    [InlineData("a", null, "question", "approval.requested")]
    [InlineData("a", null, "reminder", "approval.reminder")]
    [InlineData("a", null, null, null)]
    public void Of_Event_IsToldOrNot(string? step, string? transition, string? key, string? kind)
    {
        var e = New(step, transition, key);

        Assert.Equal(kind, WebhookKinds.Of(e));
        Assert.Equal(kind, WebhookKinds.DeliveryOf(e)?.Kind);
    }

    [Fact]
    public void DeliveryOf_TheSameThing_HasTheSameId()
    {
        var (end, asked) = (WebhookKinds.DeliveryOf(New(null, "Running -> Failed", null))!, WebhookKinds.DeliveryOf(New("a", null, "question"))!);

        Assert.Equal(($"run.failed:{Run}:7", null), (end.Id, end.ApprovalId));
        Assert.Equal(("approval.requested:ap_x", ApprovalId.From("ap_x")), (asked.Id, asked.ApprovalId));
        Assert.Equal((end.CreatedAt, 0), (end.NextAt, end.Attempts));
    }

    private static RunEvent New(string? step, string? transition, string? key)
    {
        var data = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (key is not null)
        {
            data[key] = "ap_x";
        }

        return new RunEvent { RunId = Run, Sequence = 7, StepId = step, Transition = transition, Message = "m", Data = data };
    }
}
