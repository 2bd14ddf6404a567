using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Signalbox.Engine.Runs.Diffs;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Diffs;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Api;

public sealed class RunChangesApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Changes_OfAStep_AreItsFilesWithCounts()
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("DOC-1");
        server.Engine.Diffs.Add("src/a.cs", "@@ -1 +1,2 @@\n-one\n+two\n+three\n");
        server.Engine.Diffs.Add("new name", "", f => f with { OldPath = "old name", Status = DiffFileStatus.Renamed, IsBinary = true, Added = null, Removed = null });
        using var client = server.Client();

        var changes = await client.GetFromJsonAsync<JsonElement>("/api/v1/runs/DOC-1/changes?step=greet&attempt=2&from=base&to=cp_1", Token);

        Assert.Equal(new DiffScope { Step = "greet", Attempt = 2, From = "base", To = "cp_1" }, Assert.Single(server.Engine.Diffs.Asked));
        Assert.Equal((2, 2, 1), (changes.GetProperty("files").GetInt32(), changes.GetProperty("added").GetInt32(), changes.GetProperty("removed").GetInt32()));
        var first = changes.GetProperty("items")[0];
        Assert.Equal(("src/a.cs", "Modified", "100644"), (first.GetProperty("path").GetString(), first.GetProperty("status").GetString(), first.GetProperty("newMode").GetString()));
        var second = changes.GetProperty("items")[1];
        Assert.Equal(("old name", "Renamed"), (second.GetProperty("oldPath").GetString(), second.GetProperty("status").GetString()));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("added").ValueKind);
    }

    [Fact]
    public async Task File_OfTheList_IsGivenLineByLine()
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("DOC-1");
        server.Engine.Diffs.Add("a b.txt", "@@ -7 +7 @@ class X\n-one\n+two\n\\ No newline at end of file\n");
        using var client = server.Client();

        var change = await client.GetFromJsonAsync<JsonElement>("/api/v1/runs/DOC-1/changes/file?path=a%20b.txt", Token);

        var hunk = Assert.Single(change.GetProperty("hunks").EnumerateArray());
        Assert.Equal((7, "class X", "Text"), (hunk.GetProperty("oldStart").GetInt32(), hunk.GetProperty("heading").GetString(), change.GetProperty("kind").GetString()));
        var line = hunk.GetProperty("lines")[1];
        Assert.Equal(("Added", 7, "two", false), (line.GetProperty("kind").GetString(), line.GetProperty("new").GetInt32(), line.GetProperty("text").GetString(), line.GetProperty("lineEnd").GetBoolean()));
        Assert.Equal(JsonValueKind.Null, line.GetProperty("old").ValueKind);
    }

    [Fact]
    public async Task Changes_OfSeveralRepositories_NameTheRepositoryOfEachFile()
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("DOC-1");
        server.Engine.Diffs.Add("a.txt", "@@ -1 +1 @@\n-one\n+two\n");
        server.Engine.Diffs.InRepositories("web", "api");
        using var client = server.Client();

        var changes = await client.GetFromJsonAsync<JsonElement>("/api/v1/runs/DOC-1/changes?repository=api", Token);
        using var which = await client.GetAsync("/api/v1/runs/DOC-1/changes/file?path=a.txt", Token);

        Assert.Equal(new DiffScope { Repository = "api" }, server.Engine.Diffs.Asked[0]);
        Assert.Equal((2, 2, 2), (changes.GetProperty("files").GetInt32(), changes.GetProperty("added").GetInt32(), changes.GetProperty("removed").GetInt32()));
        Assert.Equal(["web a.txt", "api a.txt"], changes.GetProperty("items").EnumerateArray().Select(i => $"{i.GetProperty("repository").GetString()} {i.GetProperty("path").GetString()}"));
        Assert.Equal(["web 1", "api 1"], changes.GetProperty("repositories").EnumerateArray().Select(r => $"{r.GetProperty("repository").GetString()} {r.GetProperty("files").GetInt32()}"));
        Assert.Equal(HttpStatusCode.BadRequest, which.StatusCode);
        Assert.Contains("'a.txt' changed in web, api; say which.", await which.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_StepsWhoseChangesAreKnown_SayHowMuch()
    {
        await using var server = await TestServer.StartAsync();
        var state = server.Engine.AddRun("DOC-1");
        using var client = server.Client();
        var unknown = (await client.GetFromJsonAsync<JsonElement>("/api/v1/runs/DOC-1", Token)).GetProperty("steps")[0];
        server.Engine.Diffs.Counts[state.Steps[0].Id] = new ChangeSummary(2, 3, 1);
        var known = (await client.GetFromJsonAsync<JsonElement>("/api/v1/runs/DOC-1/steps", Token))[0].GetProperty("changes");

        Assert.Equal(JsonValueKind.Null, unknown.GetProperty("changes").ValueKind);
        Assert.Equal((2, 3, 1), (known.GetProperty("files").GetInt32(), known.GetProperty("added").GetInt32(), known.GetProperty("removed").GetInt32()));
    }

    [Theory]
    [InlineData("DOC-9/changes", HttpStatusCode.NotFound)]
    [InlineData("DOC-1/changes?attempt=1", HttpStatusCode.BadRequest)]
    [InlineData("DOC-1/changes?step=greet&attempt=0", HttpStatusCode.BadRequest)]
    [InlineData("DOC-1/changes?attempt=x", HttpStatusCode.BadRequest)]
    [InlineData("DOC-1/changes/file", HttpStatusCode.BadRequest)]
    [InlineData("DOC-1/changes/file?path=nothing", HttpStatusCode.NotFound)]
    public async Task Changes_OfWhatIsNotThere_AreAProblem(string path, HttpStatusCode expected)
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("DOC-1");
        using var client = server.Client();
        using var response = await client.GetAsync("/api/v1/runs/" + path, Token);
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Changes_ThatCannotBeShown_SayWhy()
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("DOC-1");
        using var client = server.Client();
        server.Engine.Diffs.Answer = new RunDiff { Fault = "the objects are gone" };
        using var gone = await client.GetAsync("/api/v1/runs/DOC-1/changes", Token);
        server.Engine.Diffs.Answer = new RunDiff { NotFound = "there is no step 'x'" };
        using var unknown = await client.GetAsync("/api/v1/runs/DOC-1/changes?step=x", Token);

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.NotFound), (gone.StatusCode, unknown.StatusCode));
        Assert.Contains("The objects are gone.", await gone.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }
}
