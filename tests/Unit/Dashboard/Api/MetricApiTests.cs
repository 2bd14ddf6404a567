using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Signalbox.Engine.Metrics.Facts;
using Signalbox.Engine.Runs;
using Signalbox.Unit.Dashboard.Hosting;
using Signalbox.Unit.Engine.Metrics;
using Signalbox.Unit.Engine.Metrics.Compound;

namespace Signalbox.Unit.Dashboard.Api;

/// <summary><c>/metrics</c> as programs see it.</summary>
public sealed class MetricApiTests
{
    private const string Asked = "period=week&zone=Europe/Berlin&from=2026-02-23&to=2026-05-03";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Compound_ScriptedHistory_HasTheShapeOfTheContract_AndTheExpectedNumbers()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        server.Engine.Metrics.Facts.AddRange(ScriptedHistory.Facts);
        await client.PutAsJsonAsync("/api/v1/metrics/targets/first_pass_success", new { target = 90, baseline = 40 }, Token);

        var shown = await client.GetFromJsonAsync<JsonElement>($"/api/v1/metrics/compound?{Asked}", Token);
        var metric = shown.GetProperty("metrics")[0];

        Assert.Equal(("week", "2026-02-23", "2026-05-03"), (Text(shown, "period"), Text(shown, "from"), Text(shown, "to")));
        Assert.Equal(
            ("first_pass_success", "percent", "improving", 40m, 95m, 90m, 19m, 20m, false),
            (Text(metric, "name"), Text(metric, "unit"), Text(metric, "trend"), Number(metric, "baseline"), Number(metric, "current"), Number(metric, "target"), Number(metric, "numerator"), Number(metric, "denominator"), metric.GetProperty("estimated").GetBoolean()));
        Assert.Equal(("2026-04-27", false), (Text(metric, "currentDate"), metric.GetProperty("soFar").GetBoolean()));
        var history = metric.GetProperty("history").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(0, 10).Select(w => 50m + (5 * w)), history.Select(p => Number(p, "value")));
        Assert.Equal(("2026-03-23", 14m, 20m, "computed"), (Text(history[4], "date"), Number(history[4], "numerator"), Number(history[4], "denominator"), Text(history[4], "source")));
        Assert.Equal(
            [("WorkflowVersion", "build", "2"), ("Model", "claude", "two")],
            shown.GetProperty("changes").EnumerateArray().Select(c => (Text(c, "kind"), Text(c, "name"), Text(c, "value"))));
    }

    [Fact]
    public async Task Runs_BehindAPoint_AreListed()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        server.Engine.Metrics.Facts.AddRange(ScriptedHistory.Facts);

        var runs = (await client.GetFromJsonAsync<JsonElement>($"/api/v1/metrics/compound/success_rate/runs?{Asked}&date=2026-03-25", Token)).EnumerateArray().ToList();

        Assert.Equal(Enumerable.Range(80, 19).Select(n => $"S-{n}"), runs.Select(r => Text(r, "run")));
        Assert.Equal(16, runs.Sum(r => Number(r, "numerator")));
    }

    [Fact]
    public async Task Import_ThenExport_OfTheSpecsExample_IsTheSameText_AndItsPointsAreMarked()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();

        var import = await (await client.PostAsJsonAsync("/api/v1/metrics/import", new { file = "compound.yaml", text = CompoundFileTests.Spec }, Token)).Content.ReadFromJsonAsync<JsonElement>(Token);
        var shown = await client.GetFromJsonAsync<JsonElement>("/api/v1/metrics/compound?from=2026-01-05&to=2026-01-31", Token);
        using var export = await client.GetAsync("/api/v1/metrics/export", Token);

        Assert.Equal((4, 6), (import.GetProperty("targets").GetInt32(), import.GetProperty("points").GetInt32()));
        Assert.Equal(CompoundFileTests.Spec, await export.Content.ReadAsStringAsync(Token));
        var metric = shown.GetProperty("metrics")[0];
        Assert.Equal((JsonValueKind.Null, "insufficient data"), (metric.GetProperty("current").ValueKind, Text(metric, "trend")));
        Assert.Equal([42, 48], metric.GetProperty("history").EnumerateArray().Where(p => Text(p, "source") is "imported").Select(p => Number(p, "value")));
    }

    [Fact]
    public async Task Import_AFileWithFaults_NamesThem_AndTakesNothing()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();

        var import = await (await client.PostAsJsonAsync("/api/v1/metrics/import", new { text = "version: \"1.0\"\nmetrics:\n  a:\n    target: b\n" }, Token)).Content.ReadFromJsonAsync<JsonElement>(Token);

        Assert.Equal((4, "error"), (import.GetProperty("diagnostics")[0].GetProperty("line").GetInt32(), Text(import.GetProperty("diagnostics")[0], "severity")));
        Assert.Empty(server.Engine.Metrics.Targets);
    }

    [Fact]
    public async Task Facts_Paged_GiveEachOnce()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        server.Engine.Metrics.Facts.AddRange(ScriptedHistory.Facts);

        List<string> found = [];
        string? cursor = null;
        do
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"/api/v1/metrics/facts?kind=runEnded&limit=90{(cursor is null ? "" : $"&cursor={cursor}")}", Token);
            found.AddRange(page.GetProperty("items").EnumerateArray().Select(f => Text(f, "run")!));
            Assert.All(page.GetProperty("items").EnumerateArray(), f => Assert.Equal("RunEnded", Text(f.GetProperty("data"), "fact")));
            cursor = Text(page, "nextCursor");
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(0, 200).Select(n => $"S-{199 - n}"), found);
    }

    [Theory]
    [InlineData("compound?period=year", HttpStatusCode.BadRequest)]
    [InlineData("compound?zone=Mars/Olympus", HttpStatusCode.BadRequest)]
    [InlineData("compound?from=soon", HttpStatusCode.BadRequest)]
    [InlineData("compound?from=2026-02-01&to=2026-01-01", HttpStatusCode.BadRequest)]
    [InlineData("compound?period=day&from=2020-01-01&to=2026-01-01", HttpStatusCode.BadRequest)]
    [InlineData("compound?to=9999-12-31", HttpStatusCode.BadRequest)]
    [InlineData("compound?to=0001-01-05", HttpStatusCode.BadRequest)]
    [InlineData("compound?from=0001-01-01&zone=Europe/Berlin", HttpStatusCode.BadRequest)]
    [InlineData("compound?from=0001-01-01T00:00:00Z&zone=America/New_York", HttpStatusCode.BadRequest)]
    [InlineData("compound?from=1969-12-31&to=1970-01-05", HttpStatusCode.BadRequest)]
    [InlineData("compound/success_rate/runs?date=9999-12-31&period=month", HttpStatusCode.BadRequest)]
    [InlineData("compound/success_rate/runs?date=0001-01-01&zone=Europe/Berlin", HttpStatusCode.BadRequest)]
    [InlineData("facts?to=9999-12-31T23:59:59Z", HttpStatusCode.BadRequest)]
    [InlineData("export?to=9999-12-31", HttpStatusCode.BadRequest)]
    [InlineData("compound/songs/runs?date=2026-01-01", HttpStatusCode.NotFound)]
    [InlineData("compound/success_rate/runs", HttpStatusCode.BadRequest)]
    [InlineData("facts?kind=songs", HttpStatusCode.BadRequest)]
    [InlineData("facts?cursor=x", HttpStatusCode.BadRequest)]
    [InlineData("facts?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("facts?run=NO-1", HttpStatusCode.NotFound)]
    public async Task Get_WhatCannotBe_IsAProblem(string path, HttpStatusCode expected)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var response = await client.GetAsync("/api/v1/metrics/" + path, Token);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("songs", "{\"target\": 1}", HttpStatusCode.NotFound)]
    [InlineData("success_rate", "{\"target\": 101}", HttpStatusCode.BadRequest)]
    [InlineData("success_rate", "{\"baseline\": -1}", HttpStatusCode.BadRequest)]
    [InlineData("success_rate", "{}", HttpStatusCode.BadRequest)]
    [InlineData("cost_per_run", "{\"target\": 101}", HttpStatusCode.OK)]
    public async Task PutTarget_IsChecked(string metric, string body, HttpStatusCode expected)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await client.PutAsync($"/api/v1/metrics/targets/{metric}", content, Token);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK ? 1 : 0, server.Engine.Metrics.Targets.Count);
    }

    [Fact]
    public async Task Regressions_Linked_AreThereOnce_AndRefusedWhereTheyCannotBe()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        var (later, cause) = (server.Engine.AddRun("DOC-2"), server.Engine.AddRun("DOC-1"));
        cause.Run.MoveTo(RunStatus.Completed, null, cause.Run.CreatedAt);

        using var linked = await client.PostAsJsonAsync("/api/v1/runs/DOC-2/regressions", new { causedBy = "DOC-1", comment = "it broke the build" }, Token);
        using var again = await client.PostAsJsonAsync("/api/v1/runs/DOC-2/regressions", new { causedBy = cause.Run.Id.Value }, Token);
        using var self = await client.PostAsJsonAsync("/api/v1/runs/DOC-2/regressions", new { causedBy = "DOC-2" }, Token);
        using var missing = await client.PostAsJsonAsync("/api/v1/runs/DOC-2/regressions", new { causedBy = "NO-1" }, Token);
        using var unended = await client.PostAsJsonAsync("/api/v1/runs/DOC-1/regressions", new { causedBy = "DOC-2" }, Token);

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.NotFound, HttpStatusCode.Conflict], new[] { linked, again, self, missing, unended }.Select(r => r.StatusCode));
        var shown = Assert.Single((await client.GetFromJsonAsync<JsonElement>("/api/v1/runs/DOC-1/regressions", Token)).EnumerateArray());
        Assert.Equal(("DOC-1", "DOC-2", "Person", "it broke the build"), (Text(shown, "cause"), Text(shown, "shownBy"), Text(shown, "source"), Text(shown, "comment")));
        Assert.Equal(later.Run.Id, ((RegressionLinked)Assert.Single(server.Engine.Metrics.Facts).Detail).ShownBy);

        Assert.Single((await client.GetFromJsonAsync<JsonElement>("/api/v1/runs/DOC-2/regressions", Token)).EnumerateArray());
        using var withdrawn = await client.DeleteAsync("/api/v1/runs/DOC-2/regressions/DOC-1", Token);
        using var never = await client.DeleteAsync("/api/v1/runs/DOC-1/regressions/DOC-2", Token);
        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.NotFound], new[] { withdrawn, never }.Select(r => r.StatusCode));
        Assert.Empty((await client.GetFromJsonAsync<JsonElement>("/api/v1/runs/DOC-1/regressions", Token)).EnumerateArray());
    }

    [Fact]
    public async Task Regressions_OfARunThatDidNotComplete_AreRefused()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        server.Engine.AddRun("DOC-2");
        var cause = server.Engine.AddRun("DOC-1");
        cause.Run.MoveTo(RunStatus.Failed, "x", cause.Run.CreatedAt);

        using var linked = await client.PostAsJsonAsync("/api/v1/runs/DOC-2/regressions", new { causedBy = "DOC-1" }, Token);

        Assert.Equal(HttpStatusCode.Conflict, linked.StatusCode);
        Assert.Contains("did not complete", await linked.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static decimal Number(JsonElement element, string name) => element.GetProperty(name).GetDecimal();
}
