using Microsoft.Extensions.Logging.Abstractions;
using Signalbox.Dashboard.Jobs;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Secrets;
using Signalbox.Engine.Webhooks;
using Signalbox.Unit.Dashboard.Components;
using Signalbox.Unit.Dashboard.Hosting;
using Signalbox.Unit.Engine.Agents.Api;

namespace Signalbox.Unit.Dashboard.Jobs;

/// <summary>What was written down is sent until it is taken, to an address on this machine.</summary>
public sealed class NotificationSenderTests
{
    private readonly FakeRunQueries _runs = new();
    private readonly FakeDeliveries _deliveries = new();
    private readonly ManualTime _time = new();
    private readonly RunState _state = FakeRuns.Create("DOC-7", "/nowhere", RunStatus.Failed, null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SendNext_Refused_IsTriedLaterWithTheSameBodyUntilItIsTaken()
    {
        await using var server = new WireServer(WireServer.Json(503, "{}"), WireServer.Json(204, ""));
        var sender = Create(server.Url("/told"));
        var delivery = Add();

        Assert.True(await sender.SendNextAsync(Stop));
        Assert.Equal(($"{server.Authority} answered with status 503", 1, _time.GetUtcNow() + TimeSpan.FromSeconds(5)), (delivery.Fault, delivery.Attempts, delivery.NextAt));
        Assert.False(await sender.SendNextAsync(Stop));

        _state.Run.MoveTo(RunStatus.Running, "resumed", FakeRuns.Now);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(await sender.SendNextAsync(Stop));
        Assert.Equal((null, null, _time.GetUtcNow()), (delivery.Fault, delivery.NextAt, delivery.DeliveredAt));
        Assert.Equal(Body(server.Requests[0]), Body(server.Requests[1]));
        Assert.Contains("webhook-id: run.failed:1", server.Requests[1], StringComparison.OrdinalIgnoreCase);
        Assert.False(await sender.SendNextAsync(Stop));
    }

    [Fact]
    public async Task SendNext_NeverTaken_IsGivenUpAfterTheLastTry()
    {
        await using var server = new WireServer(Enumerable.Repeat(WireServer.Json(500, "{}"), 9));
        var sender = Create(server.Url("/"));
        var delivery = Add();

        while (delivery.NextAt is { } next)
        {
            _time.Advance(next - _time.GetUtcNow());
            Assert.True(await sender.SendNextAsync(Stop));
        }

        Assert.Equal((9, null), (delivery.Attempts, delivery.DeliveredAt));
        Assert.Contains("status 500", delivery.Fault, StringComparison.Ordinal);
        Assert.False(await sender.SendNextAsync(Stop));
    }

    [Fact]
    public async Task SendNext_NothingToTellAnyMore_IsForgottenUnsent()
    {
        await using var server = new WireServer(WireServer.Json(204, ""));
        Add();
        _runs.States.Clear();

        Assert.True(await Create(server.Url("/")).SendNextAsync(Stop));

        Assert.Empty(server.Requests);
        Assert.Empty(_deliveries.Rows);
    }

    [Fact]
    public async Task SendNext_BodyCannotBeMade_SaysWhyAndIsTriedLessAndLess()
    {
        await using var server = new WireServer(WireServer.Json(204, ""));
        var sender = Create(server.Url("/"));
        var delivery = Add();
        _runs.Fault = new FormatException("a value of the run cannot be read");

        Assert.True(await sender.SendNextAsync(Stop));
        Assert.Equal(("what is to be told cannot be made: a value of the run cannot be read", _time.GetUtcNow() + TimeSpan.FromSeconds(5)), (delivery.Fault, delivery.NextAt));
        while (delivery.NextAt is { } next)
        {
            _time.Advance(next - _time.GetUtcNow());
            Assert.True(await sender.SendNextAsync(Stop));
        }

        Assert.Equal((9, 0), (delivery.Attempts, server.Requests.Count));
    }

    private NotificationSender Create(Uri address) => new(
        new NotificationOptions(new WebhookTarget(address, "HOOK")),
        new SecretCatalog([SecretReference.Parse("HOOK", "env:HOOK", out _)!], _ => "a-secret-for-tests"),
        _deliveries,
        _runs,
        _time,
        NullLogger<NotificationSender>.Instance);

    private WebhookDelivery Add()
    {
        _runs.States[_state.Run.Id.Value] = _state;
        var delivery = new WebhookDelivery { Id = "run.failed:1", Kind = WebhookKinds.RunFailed, RunId = _state.Run.Id, Sequence = 1, CreatedAt = FakeRuns.Now, NextAt = _time.GetUtcNow() };
        _deliveries.Rows.Add(delivery);
        return delivery;
    }

    private static string Body(string request) => request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
}
