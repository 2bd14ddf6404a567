using System.Text.Json;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Logs;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Api;

public sealed class LogShapeTests
{
    [Fact]
    public void Of_APartOfALongLine_CarriesItsPlace()
    {
        var batch = Shapes.Of(new LogBatch(7, [new LogLine(7, LogStream.Stderr, FakeRuns.Now, "text", Partial: true) { Part = 3 }], Complete: false));
        Assert.Equal(new LogLineModel(7, "stderr", FakeRuns.Now, "text", Partial: true, Part: 3), Assert.Single(batch.Lines));
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(batch, ApiJson.Options));
        Assert.Equal(3, json.RootElement.GetProperty("lines")[0].GetProperty("part").GetInt32());
    }

    [Fact]
    public async Task Log_FromAPart_GoesOnWithinTheLine()
    {
        await using var server = await TestServer.StartAsync();
        var attempt = server.Engine.AddRun("DOC-1").Attempts[0].Id;
        server.Engine.Logs.Set(
            attempt,
            LogStream.Stdout,
            new LogLine(1, LogStream.Stdout, FakeRuns.Now, "a", Partial: true),
            new LogLine(1, LogStream.Stdout, FakeRuns.Now, "b", Partial: false) { Part = 1 });
        using var client = server.Client();
        using var json = JsonDocument.Parse(await client.GetStringAsync($"/api/v1/attempts/{attempt}/log?from=1&part=1", TestContext.Current.CancellationToken));
        Assert.Equal("b", Assert.Single(json.RootElement.GetProperty("lines").EnumerateArray()).GetProperty("text").GetString());
    }
}
