using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Logs.Search;
using Signalbox.Unit.Dashboard.Cli;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Api;

public sealed class SearchApiTests
{
    private static readonly RunSearchPage Page = new(
        [new RunSearchHit(new IndexedStream(EntityId.New<AttemptId>(), LogStream.Stderr, EntityId.New<RunId>(), "DOC-1", "docs", "plan", 2, 0, true), 17, FakeRuns.Now, "a fault \u001b[2J")],
        "5.17");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Search_Text_GivesHitsAndSaysWhatItCovers()
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.Search.Page = Page;
        using var client = server.Client();
        var found = await client.GetFromJsonAsync<JsonElement>("/api/v1/search?q=fault&workflow=docs&since=2026-01-31T08:00:00Z&limit=9&cursor=7.1", Token);
        Assert.Equal(("the first 10 MiB of each run's log", 10485760, "5.17"), (found.GetProperty("covers").GetString(), found.GetProperty("coversBytesPerRun").GetInt64(), found.GetProperty("nextCursor").GetString()));
        var hit = Assert.Single(found.GetProperty("items").EnumerateArray());
        Assert.Equal("/runs/DOC-1?tab=logs&step=plan&attempt=2&stream=stderr#L17", hit.GetProperty("url").GetString());
        Assert.Equal(
            new RunSearchQuery("fault") { Workflow = "docs", Since = new DateTimeOffset(2026, 1, 31, 8, 0, 0, TimeSpan.Zero), Limit = 9, Cursor = "7.1" }, server.Engine.Search.Asked);
    }

    [Theory]
    [InlineData("q=ab", "q")]
    [InlineData("q=abc&limit=0", "limit")]
    [InlineData("q=abc&since=soon", "since")]
    [InlineData("q=abc&cursor=bad", "cursor")]
    public async Task Search_BadQuery_IsAProblemThatNamesIt(string query, string field)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var response = await client.GetAsync("/api/v1/search?" + query, Token);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateArray()).GetProperty("field").GetString());
    }

    [Fact]
    public async Task RunSearch_Command_PrintsLinesThatDoNothingToATerminal()
    {
        using var cli = new CliRunner();
        cli.Engine.Search.Page = Page;
        Assert.Equal(0, await cli.RunAsync("run", "search", "fault"));
        Assert.StartsWith("DOC-1 plan:2 stderr 17: a fault ", cli.Output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', cli.Output.ToString());
        Assert.Equal("Searched: this covers the first 10 MiB of each run's log; there may be more, see --limit.\n", cli.Error.ToString());
        Assert.Equal(2, await cli.RunAsync("run", "search", "ab"));
    }
}
