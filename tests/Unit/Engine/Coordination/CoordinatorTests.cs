using Signalbox.Engine.Coordination;
using Signalbox.Engine.Runs;
using Signalbox.Unit.Engine.Runs;

namespace Signalbox.Unit.Engine.Coordination;

/// <summary>What a coordinator does with a run, with the real engine and database (design/agents.md: "Coordinators may also create plan steps in a run, assign, and message").</summary>
public sealed class CoordinatorTests
{
    private const string Review = """
        version: "1.0"
        name: work
        steps:
          - {id: review, capabilities: [code_review], prompt: Review it.}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Coordinator_AddsAStep_AssignsItAndTheWorkerGetsItWithItsMessage()
    {
        await using var bench = await EngineBench.CreateAsync(Review);
        await RegisterAsync(bench, "lena", "coordinator");
        await RegisterAsync(bench, "anna", "worker");
        await RegisterAsync(bench, "bob", "worker");
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        Assert.NotNull((await bench.Service.AddStepsAsync(run.Id, "steps: [{id: dig, capabilities: [code_review], priority: 50, prompt: Dig deeper.}]", "lena", Stop)).Run);
        await bench.DeliverAsync();
        var dig = (await bench.StateAsync(run.Id)).Latest("dig")!;
        Assert.Equal(BlockCause.Claim, dig.BlockedOn);
        Assert.Equal("bob", (await bench.Pool.AssignAsync(dig.Id, "bob", "lena", Stop)).Claim!.AssignedTo);
        Assert.NotNull((await bench.Messenger.SendAsync(new MessageDraft { From = "lena", To = "bob", Body = "look at the cache" }, Stop)).Message);
        Assert.NotNull((await bench.Messenger.SendAsync(new MessageDraft { From = "bob", To = "role:coordinator", Body = "will do" }, Stop)).Message);

        // It is the more important one, and is bob's all the same.
        var annas = (await bench.Pool.ClaimAsync("anna", Stop))!;
        Assert.Equal("review", annas.Claim.StepId);
        Assert.Empty(annas.Messages);
        Assert.Null(await bench.Pool.ClaimAsync("lena", Stop));
        var bobs = (await bench.Pool.ClaimAsync("bob", Stop))!;
        Assert.Equal(("dig", "Dig deeper.", "look at the cache"), (bobs.Claim.StepId, bobs.Prompt, Assert.Single(bobs.Messages).Body));
        Assert.Equal("will do", Assert.Single((await bench.Messenger.InboxAsync("lena", null, 10, Stop))!).Message.Body);
        Assert.Contains("does not wait", (await bench.Pool.AssignAsync(dig.Id, "anna", "lena", Stop)).Refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assign_ToNobodyInParticular_GivesTheStepBackToAll()
    {
        await using var bench = await EngineBench.CreateAsync(Review);
        await RegisterAsync(bench, "anna", "worker");
        await RegisterAsync(bench, "bob", "worker");
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        var review = (await bench.StateAsync(run.Id)).Latest("review")!.Id;

        await bench.Pool.AssignAsync(review, "bob", "lena", Stop);
        Assert.Null(await bench.Pool.ClaimAsync("anna", Stop));
        Assert.Equal("agent: found 'carl', allowed is the id of a worker.", Assert.Single((await bench.Pool.AssignAsync(review, "carl", "lena", Stop)).Invalid!).Message);
        await bench.Pool.AssignAsync(review, null, "lena", Stop);

        Assert.NotNull(await bench.Pool.ClaimAsync("anna", Stop));
    }

    private static async Task RegisterAsync(EngineBench bench, string id, string role) =>
        Assert.NotNull((await bench.Registry.RegisterAsync(new AgentRegistration { Id = id, Role = role, Capabilities = role is "worker" ? ["code_review"] : ["planning"] }, "tester", Stop)).Agent);
}
