using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Signalbox.Dashboard.Hosting;
using Signalbox.Dashboard.Hosting.Telemetry;
using Signalbox.Engine.Events;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Dashboard.Hosting.Telemetry;

public sealed class TelemetryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Spans_ReachTheReceiverUnderTheRunsTraceId()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var trace = ActivityTraceId.CreateRandom();
        await using (var server = await StartAsync(receiver))
        {
            using var source = new ActivitySource(TelemetryExport.Source);
            using var activity = source.StartActivity("run", ActivityKind.Internal, new ActivityContext(trace, ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded));
            Assert.NotNull(activity);
        }

        var bytes = Convert.FromHexString(trace.ToHexString());
        Assert.Contains(receiver.Take(), r => r.Path is "/v1/traces" && r.Body.AsSpan().IndexOf(bytes) >= 0);
    }

    [Fact]
    public async Task Meters_CountRunsAttemptsTokensAndCost()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using (var server = await StartAsync(receiver))
        {
            using var counted = new MeterProbe("signalbox.runs.ended");
            var state = server.Engine.AddRun("DOC-1");
            state.Attempts[0].Usage = new() { InputTokens = 7, CostUsd = 0.5m };
            state.Attempts[0].End(AttemptStatus.Succeeded, state.Run.CreatedAt.AddSeconds(3));
            var attempt = new RunEvent { RunId = state.Run.Id, StepId = "greet", AttemptId = state.Attempts[0].Id, Message = "ended", Transition = "Running -> Succeeded" };
            server.Engine.Commit(state, new RunEvent { RunId = state.Run.Id, Message = "begins", Transition = "Pending -> Running" });
            server.Engine.Commit(state, attempt);
            server.Engine.Commit(state, attempt with { Transition = "Running -> Completed" });
            server.Engine.End(state, RunStatus.Completed);
            await counted.First.WaitAsync(TimeSpan.FromSeconds(20), Token);
        }

        var metrics = string.Concat(receiver.Take().Where(r => r.Path is "/v1/metrics").Select(r => Encoding.UTF8.GetString(r.Body)));
        foreach (var name in new[] { "runs.started", "runs.ended", "run.duration", "attempts", "attempt.duration", "tokens", "cost", "logs.bytes", "queue.length", "runs.active" })
        {
            Assert.Contains("signalbox." + name, metrics, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Attempt_WithTwoEvents_IsCountedOnce()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var server = await StartAsync(receiver);
        using var attempts = new MeterProbe("signalbox.attempts");
        using var ended = new MeterProbe("signalbox.runs.ended");
        var state = server.Engine.AddRun("DOC-1");
        state.Attempts[0].End(AttemptStatus.Failed, state.Run.CreatedAt.AddSeconds(3));
        var attempt = new RunEvent { RunId = state.Run.Id, StepId = "greet", AttemptId = state.Attempts[0].Id, Message = "ended", Transition = "Running -> Failed" };
        server.Engine.Commit(state, attempt);
        server.Engine.Commit(state, attempt);
        server.Engine.End(state, RunStatus.Failed);
        await ended.First.WaitAsync(TimeSpan.FromSeconds(20), Token);
        Assert.Equal(1, attempts.Total);
    }

    [Fact]
    public async Task Log_InsideASpan_CarriesItsTraceId()
    {
        var trace = ActivityTraceId.CreateRandom();
        await using var server = await TestServer.StartAsync();
        using (var source = new ActivitySource(TelemetryExport.Source))
        using (source.StartActivity("run", ActivityKind.Internal, new ActivityContext(trace, ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded)))
        {
            server.App.Web.Services.GetRequiredService<ILoggerFactory>().CreateLogger("test").Log(LogLevel.Information, default, "inside", null, static (text, _) => text);
        }

        var line = Assert.Single(await File.ReadAllLinesAsync(server.App.Data.LogFile, Token), l => l.EndsWith(": inside", StringComparison.Ordinal));
        Assert.Contains(trace.ToHexString(), line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Observability:OtlpEndpoint=nowhere", "Observability:OtlpEndpoint")]
    [InlineData("--Observability:OtlpProtocol=carrier-pigeon", "Observability:OtlpProtocol")]
    [InlineData("--Observability:Endpoint=http://127.0.0.1:1", "is not an option")]
    public async Task Options_ThatAreNone_AreRefusedAtStart(string argument, string expected)
    {
        var fault = await Assert.ThrowsAsync<SignalboxFaultException>(() => TestServer.StartAsync(s => s with { ConfigurationArguments = [argument] }));
        Assert.Equal(2, fault.ExitCode);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    private static Task<TestServer> StartAsync(OtlpReceiver receiver) =>
        TestServer.StartAsync(s => s with { ConfigurationArguments = [$"--Observability:OtlpEndpoint={receiver.Url}"] });
}
