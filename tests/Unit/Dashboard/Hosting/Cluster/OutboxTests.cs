using Signalbox.Dashboard.Hosting.Cluster;
using Signalbox.Engine.Identity;

namespace Signalbox.Unit.Dashboard.Hosting.Cluster;

public sealed class OutboxTests
{
    [Fact]
    public async Task Take_ManyChangesOfARun_AreOneMessageFromTheFirstOn()
    {
        var outbox = new Outbox();
        var run = EntityId.New<RunId>();
        outbox.Add(run, 7);
        outbox.Add(run, null);
        outbox.Add(run, 4);
        outbox.Add(run, 9);
        outbox.AddWorkflows();
        outbox.AddMetrics();
        await outbox.WaitAsync(TestContext.Current.CancellationToken);

        var messages = outbox.Take("me").Select(NodeMessage.Parse).ToList();

        Assert.Equal([new NodeMessage(NodeMessageKind.RunChanged, "me", run, 4), new NodeMessage(NodeMessageKind.WorkflowsChanged, "me"), new NodeMessage(NodeMessageKind.MetricsChanged, "me")], messages);
        Assert.False(outbox.WaitAsync(TestContext.Current.CancellationToken).IsCompleted);
        Assert.Empty(outbox.Take("me"));
    }

    [Fact]
    public void Parse_Look_NamesTheNode()
    {
        var run = EntityId.New<RunId>();

        Assert.Equal(new NodeMessage(NodeMessageKind.Look, "node-1", run), NodeMessage.Parse(NodeMessage.Look("node-1", run)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("run|me|nonsense|3")]
    [InlineData("run|me|run_abcdefghijkl|-3")]
    [InlineData("later|version|says")]
    public void Parse_NotOfThisVersion_IsNull(string text) => Assert.Null(NodeMessage.Parse(text));
}
