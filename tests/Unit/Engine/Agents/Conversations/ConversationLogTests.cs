using System.Text;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Conversations;
using Signalbox.Unit.Engine.Logs;
using Signalbox.Unit.Engine.Runs;

namespace Signalbox.Unit.Engine.Agents.Conversations;

public sealed class ConversationLogTests : IDisposable
{
    private readonly LogLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task ReadAsync_LinesOverTheLimitOfAPart_AreReadWhole()
    {
        var words = new string('x', 200_000);
        await StoreAsync([Message("i1", "first"), Message("i2", words), Message("i3", "last")], complete: true);

        var page = await ReadAsync(new ConversationBounds { TextLength = 65_536 });

        Assert.Equal(["first", words[..65_536] + "…", "last"], page.Entries.OfType<ConversationEntry.Message>().Select(message => message.Text));
        Assert.False(page.IsCut);
    }

    [Fact]
    public async Task ReadAsync_LastLineIsStillWritten_WaitsForItsEnd()
    {
        await StoreAsync([Message("i1", "first"), Message("i2", "second")[..40]], complete: false);

        var page = await ReadAsync(new ConversationBounds());

        Assert.Equal(new ConversationEntry.Message("first") { Index = 0 }, Assert.Single(page.Entries));
        Assert.False(page.IsComplete);
    }

    [Fact]
    public async Task ReadAsync_ManyLines_GivesThePageThatIsWanted()
    {
        await StoreAsync([.. Enumerable.Range(0, 5000).Select(n => Message($"i{n}", $"message {n}"))], complete: true);

        var page = await ReadAsync(new ConversationBounds { From = 4000, Count = 2 });

        Assert.Equal([new ConversationEntry.Message("message 4000") { Index = 4000 }, new ConversationEntry.Message("message 4001") { Index = 4001 }], page.Entries);
        Assert.Equal((5000, 4002), (page.Total, page.Next));
    }

    [Fact]
    public async Task ReadAsync_Shell_HasNone() =>
        Assert.Null(await Log.ReadAsync(LogLab.Attempt, "shell", new ConversationBounds(), TestContext.Current.CancellationToken));

    private ConversationLog Log => new(_lab.Reader, new ConversationDialects(AgentSettings.Default, new FakeCatalog()));

    private static string Message(string id, string text) => $$$"""{"type":"item.completed","item":{"id":"{{{id}}}","type":"agent_message","text":"{{{text}}}"}}""";

    private Task StoreAsync(string[] lines, bool complete) =>
        _lab.Store.StoreAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines) + (complete ? "\n" : "")), [60_000], complete);

    private async Task<ConversationPage> ReadAsync(ConversationBounds bounds) =>
        (await Log.ReadAsync(LogLab.Attempt, "codex", bounds, TestContext.Current.CancellationToken))!;
}
