using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Signalbox.Dashboard.Hubs;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Metrics;
using Signalbox.Engine.Runs;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Hubs;

public sealed class RunHubTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connect_FromAForeignOrigin_IsRefused()
    {
        await using var server = await TestServer.StartAsync();
        await Assert.ThrowsAsync<WebSocketException>(() => HubSocket.ConnectAsync(server, "https://evil.example"));
        await using var own = await HubSocket.ConnectAsync(server, server.App.Url);
    }

    [Fact]
    public async Task WatchRun_ReplaysAfterTheSequenceAndFollowsToTheEnd()
    {
        await using var server = await TestServer.StartAsync();
        var run = server.Engine.AddRun("DOC-1");
        server.Engine.Commit(run, new RunEvent { RunId = run.Run.Id, Message = "one" });
        server.Engine.Commit(run, new RunEvent { RunId = run.Run.Id, Message = "two" });
        await using var hub = await HubSocket.ConnectAsync(server);
        await hub.StreamAsync("WatchRun", "DOC-1", 1);
        var first = await hub.ReceiveAsync();
        Assert.Equal("two", first.GetProperty("item").GetProperty("message").GetString());
        server.Engine.End(run, RunStatus.Completed);
        var second = await hub.ReceiveAsync();
        Assert.Equal(3, second.GetProperty("item").GetProperty("sequence").GetInt64());
        Assert.Equal(3, (await hub.ReceiveAsync()).GetProperty("type").GetInt32());
    }

    [Fact]
    public async Task WatchRun_OfNoRun_SaysSo()
    {
        await using var server = await TestServer.StartAsync();
        await using var hub = await HubSocket.ConnectAsync(server);
        await hub.StreamAsync("WatchRun", "DOC-1", 0);
        Assert.Contains("There is no run 'DOC-1'", (await hub.ReceiveAsync()).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("StreamLog", null)]
    [InlineData("StreamLogOf", "stderr")]
    public async Task StreamLog_GivesBatchesFromTheLine(string method, string? stream)
    {
        await using var server = await TestServer.StartAsync();
        var attempt = server.Engine.AddRun("DOC-1").Attempts[0].Id;
        server.Engine.Logs.Set(attempt, stream is null ? LogStream.Stdout : LogStream.Stderr, "one", "two");
        await using var hub = await HubSocket.ConnectAsync(server);
        await hub.StreamAsync(method, stream is null ? [attempt.Value, 2] : [attempt.Value, stream, 2]);
        var batch = (await hub.ReceiveAsync()).GetProperty("item");
        Assert.Equal(2, batch.GetProperty("firstLine").GetInt64());
        Assert.Equal("two", Assert.Single(batch.GetProperty("lines").EnumerateArray()).GetProperty("text").GetString());
        Assert.True(batch.GetProperty("complete").GetBoolean());
    }

    [Fact]
    public async Task WatchRuns_TellsOfRunsThatPassTheFilter()
    {
        await using var server = await TestServer.StartAsync();
        await server.App.Web.Services.GetRequiredService<AgentRegistry>().RefreshAsync(Token);
        var run = server.Engine.AddRun("DOC-1");
        await using var others = await HubSocket.ConnectAsync(server);
        await using var all = await HubSocket.ConnectAsync(server);
        await others.InvokeAsync("WatchRuns", new { workflow = "another" });
        await all.InvokeAsync("WatchRuns", [null]);
        Assert.Equal(3, (await others.ReceiveAsync()).GetProperty("type").GetInt32());
        Assert.Equal(3, (await all.ReceiveAsync()).GetProperty("type").GetInt32());
        server.Engine.Commit(run, new RunEvent { RunId = run.Run.Id, Message = "x", StepId = "greet" });
        var changed = await all.ReceiveAsync();
        Assert.Equal("RunChanged", changed.GetProperty("target").GetString());
        Assert.Equal("DOC-1", changed.GetProperty("arguments")[0].GetProperty("key").GetString());
        Assert.Equal("StepChanged", (await all.ReceiveAsync()).GetProperty("target").GetString());

        // Agents are told to everybody: that this comes first shows that nothing came before it.
        server.Engine.Bus.Publish(new Notice.AgentsChanged());
        Assert.Equal("AgentChanged", (await others.ReceiveAsync()).GetProperty("target").GetString());
    }

    [Fact]
    public async Task WatchRuns_WhatIsWantedOfAMetricChanges_IsTold()
    {
        await using var server = await TestServer.StartAsync();
        await using var hub = await HubSocket.ConnectAsync(server);
        await hub.InvokeAsync("WatchRuns", new { workflow = "another" });
        await hub.ReceiveAsync();

        var set = await server.App.Web.Services.GetRequiredService<MetricsDesk>().SetTargetAsync("first_pass_success", 70, null, "mara", Token);

        Assert.Equal(70, set.Value!.Target);
        Assert.Equal("MetricsChanged", (await hub.ReceiveAsync()).GetProperty("target").GetString());
    }

    /// <summary>What a worker holds changes with a claim and a release: both are told of the worker, whatever the filter.</summary>
    [Fact]
    public async Task WatchRuns_StepClaimedOrGivenBack_TellsOfItsWorker()
    {
        await using var server = await TestServer.StartAsync();
        Assert.NotNull((await server.App.Web.Services.GetRequiredService<AgentRegistry>().RegisterAsync(new AgentRegistration { Id = "anna", Capabilities = ["plan"] }, "tester", Token)).Agent);
        var run = server.Engine.AddRun("DOC-1");
        var attempt = run.Attempts[0];
        await using var hub = await HubSocket.ConnectAsync(server);
        await hub.InvokeAsync("WatchRuns", new { workflow = "another" });
        await hub.ReceiveAsync();

        server.Engine.Coordination.Held.Add(Claim(run, attempt));
        server.Engine.Commit(run, OfWorker(run, attempt, "anna claims greet"));
        var held = await hub.ReceiveAsync();
        server.Engine.Coordination.Held.Clear();
        server.Engine.Commit(run, OfWorker(run, attempt, "anna gives greet back"));
        var free = await hub.ReceiveAsync();

        Assert.Equal(("AgentChanged", "AgentChanged"), (held.GetProperty("target").GetString(), free.GetProperty("target").GetString()));
        var agent = held.GetProperty("arguments")[0];
        Assert.Equal("anna", agent.GetProperty("id").GetString());
        Assert.Equal("greet", Assert.Single(agent.GetProperty("currentSteps").EnumerateArray()).GetProperty("stepId").GetString());
        Assert.Empty(free.GetProperty("arguments")[0].GetProperty("currentSteps").EnumerateArray());
    }

    /// <summary>An attempt that the run takes away, as a cancel does, leaves its worker with nothing.</summary>
    [Fact]
    public async Task WatchRuns_AttemptOfAWorkerEnds_TellsOfItsWorker()
    {
        await using var server = await TestServer.StartAsync();
        Assert.NotNull((await server.App.Web.Services.GetRequiredService<AgentRegistry>().RegisterAsync(new AgentRegistration { Id = "anna", Capabilities = ["plan"] }, "tester", Token)).Agent);
        var run = server.Engine.AddRun("DOC-1");
        run.Attempts[0].Worker = "anna";
        await using var hub = await HubSocket.ConnectAsync(server);
        await hub.InvokeAsync("WatchRuns", new { workflow = "another" });
        await hub.ReceiveAsync();

        server.Engine.Commit(run, new RunEvent { RunId = run.Run.Id, StepId = "greet", AttemptId = run.Attempts[0].Id, Message = "cancelled" });

        Assert.Equal("anna", (await hub.ReceiveAsync()).GetProperty("arguments")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task WatchRuns_ApprovalAskedAndAnswered_IsTold()
    {
        await using var server = await TestServer.StartAsync();
        var run = server.Engine.AddRun("DOC-1");
        var step = run.Steps[0];
        await using var hub = await HubSocket.ConnectAsync(server);
        await hub.InvokeAsync("WatchRuns", [null]);
        await hub.ReceiveAsync();
        var approval = new Approval
        {
            Id = EntityId.New<ApprovalId>(),
            RunId = run.Run.Id,
            StepRunId = step.Id,
            StepId = step.StepId,
            Question = "Ship it?",
            CreatedAt = FakeRuns.Now,
        };
        run.Approvals.Add(approval);

        server.Engine.Commit(run, new RunEvent { RunId = run.Run.Id, StepId = "greet", StepRunId = step.Id, Transition = "Pending -> Blocked", Message = "waits" });
        var asked = await NextAsync(hub, "ApprovalChanged");
        approval.Decide(ApprovalStatus.Approved, "mara", null, new Dictionary<string, object?>(StringComparer.Ordinal), FakeRuns.Now);
        server.Engine.Commit(run, new RunEvent
        {
            RunId = run.Run.Id,
            StepId = "greet",
            StepRunId = step.Id,
            Transition = "Open -> Approved",
            Message = "answered",
            Data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["approval"] = approval.Id.Value },
        });
        var answered = await NextAsync(hub, "ApprovalChanged");

        Assert.Equal((approval.Id.Value, "Open", "Ship it?"), (asked.GetProperty("id").GetString(), asked.GetProperty("status").GetString(), asked.GetProperty("question").GetString()));
        Assert.Equal((approval.Id.Value, "Approved", "mara"), (answered.GetProperty("id").GetString(), answered.GetProperty("status").GetString(), answered.GetProperty("decidedBy").GetString()));
    }

    [Fact]
    public async Task WatchRuns_StepMoves_TellsWhatItsAgentDoes()
    {
        await using var server = await TestServer.StartAsync();
        var run = server.Engine.AddRun("DOC-1");
        var (step, attempt) = (run.Steps[0], run.Attempts[0]);
        await server.App.Web.Services.GetRequiredService<AgentRegistry>().RegisterAsync(new AgentRegistration { Id = attempt.Agent + "-other", Capabilities = ["plan"] }, "lead", Token);
        await server.App.Web.Services.GetRequiredService<AgentRegistry>().RefreshAsync(Token);
        server.Engine.Coordination.Steps.Add(new AgentStep
        {
            Agent = attempt.Agent,
            RunId = run.Run.Id,
            RunKey = "DOC-1",
            StepRunId = step.Id,
            StepId = step.StepId,
            AttemptId = attempt.Id,
            Attempt = 1,
            StartedAt = attempt.StartedAt,
        });
        await using var hub = await HubSocket.ConnectAsync(server);
        await hub.InvokeAsync("WatchRuns", new { workflow = "another" });
        Assert.Equal(3, (await hub.ReceiveAsync()).GetProperty("type").GetInt32());

        server.Engine.Commit(run, new RunEvent { RunId = run.Run.Id, Message = "x", StepId = step.StepId, StepRunId = step.Id, Transition = "Pending -> Running" });

        var told = await hub.ReceiveAsync();
        var agent = told.GetProperty("arguments")[0];
        Assert.Equal(("AgentChanged", attempt.Agent), (told.GetProperty("target").GetString(), agent.GetProperty("id").GetString()));
        Assert.Equal("DOC-1", Assert.Single(agent.GetProperty("currentSteps").EnumerateArray()).GetProperty("runKey").GetString());
    }

    [Fact]
    public async Task WatchRuns_WhenTheClientGoes_EndsItsReader()
    {
        await using var server = await TestServer.StartAsync();
        var watchers = server.App.Web.Services.GetRequiredService<RunWatchers>();
        var hub = await HubSocket.ConnectAsync(server);
        await hub.InvokeAsync("WatchRuns", [null]);
        await hub.ReceiveAsync();
        Assert.Equal(1, watchers.Count);
        Assert.Equal(1, server.Engine.Bus.SubscriberCount);
        await hub.DisposeAsync();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        while (watchers.Count > 0 || server.Engine.Bus.SubscriberCount > 0)
        {
            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>What the next call of that name tells.</summary>
    private static async Task<JsonElement> NextAsync(HubSocket hub, string target)
    {
        while (true)
        {
            var message = await hub.ReceiveAsync();
            if (string.Equals(message.GetProperty("target").GetString(), target, StringComparison.Ordinal))
            {
                return message.GetProperty("arguments")[0];
            }
        }
    }

    private static RunEvent OfWorker(RunState run, Attempt attempt, string message) => new()
    {
        RunId = run.Run.Id,
        StepId = "greet",
        StepRunId = attempt.StepRunId,
        AttemptId = attempt.Id,
        Message = message,
        Data = new Dictionary<string, object?>(StringComparer.Ordinal) { [ClaimUpdate.WorkerData] = "anna" },
    };

    private static StepClaim Claim(RunState run, Attempt attempt) => new()
    {
        AttemptId = attempt.Id,
        RunId = run.Run.Id,
        StepRunId = attempt.StepRunId,
        StepId = "greet",
        Capabilities = [],
        AgentId = "anna",
        Status = ClaimStatus.Claimed,
        Epoch = 1,
        TimeoutSeconds = 60,
        OfferedAt = FakeRuns.Now,
        ClaimedAt = FakeRuns.Now,
    };
}
