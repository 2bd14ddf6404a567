using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Upkeep;
using Signalbox.Unit.Dashboard.Hosting;
using Signalbox.Unit.Engine.Workspaces;

namespace Signalbox.Unit.Dashboard.Api;

/// <summary><c>/repositories</c> and <c>/workspaces</c> as programs see them (design/contract.md, REST), over a real git repository.</summary>
public sealed class WorkspaceApiTests : IAsyncLifetime
{
    private static readonly string[] Shown = ["run", "repository", "status", "currentBranch"];
    private static readonly string[] Counted = ["uncommitted", "untracked", "ahead", "behind"];
    private static readonly string[] Moved = ["from", "to", "actor"];

    private readonly TestRepository _git = new();
    private TestServer _server = null!;
    private HttpClient _client = null!;
    private WorkspaceEntry _entry = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Address => $"/api/v1/workspaces/{_entry.Id}";

    public async ValueTask InitializeAsync()
    {
        await _git.WithWorkspaceAsync();
        _server = await TestServer.StartAsync();
        _client = _server.Client();
        _entry = await _server.Engine.Workspaces.AddAsync(_git, "DOC-1");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        _git.Dispose();
    }

    [Fact]
    [Trait("Spec4", "Worktree Manager API: worktree_list() -> WorktreeInfo[]")]
    public async Task List_WorkspaceWithWork_SaysWhatWasSeen()
    {
        await _git.WriteAsync("new.txt", "work");
        await _git.WriteAsync("a.txt", "changed");

        var page = await GetAsync("/api/v1/workspaces?repository=shop&wait=30");

        var found = Assert.Single(page.GetProperty("items").EnumerateArray());
        Assert.Equal("DOC-1 shop Dirty signalbox/DOC-1", string.Join(' ', Shown.Select(n => found.GetProperty(n).GetString())));
        Assert.Equal([1, 1, 0, 0], Counted.Select(n => found.GetProperty(n).GetInt32()));
        Assert.Equal(["a.txt", "new.txt"], found.GetProperty("files").EnumerateArray().Select(f => f.GetString()));
        Assert.True(found.GetProperty("diskBytes").GetInt64() > 0);
        Assert.Equal(1, page.GetProperty("total").GetInt32());
    }

    [Fact]
    [Trait("Spec4", "4.1 parallel/port_manager")]
    public async Task Ports_OfAWorkspace_AreInListAndShown()
    {
        Assert.Empty((await GetAsync(Address)).GetProperty("ports").EnumerateObject());
        _entry.Workspace.Ports = [new("PORT", 20001), new("ADMIN_PORT", 20002)];

        foreach (var model in (JsonElement[])[await GetAsync(Address), Assert.Single((await GetAsync("/api/v1/workspaces")).GetProperty("items").EnumerateArray())])
        {
            Assert.Equal(["PORT=20001", "ADMIN_PORT=20002"], model.GetProperty("ports").EnumerateObject().Select(p => $"{p.Name}={p.Value.GetInt32()}"));
        }
    }

    [Fact]
    public async Task Keep_ActiveDirtyOrMerged_IsKept()
    {
        foreach (var status in (WorkspaceStatus[])[WorkspaceStatus.Active, WorkspaceStatus.Dirty, WorkspaceStatus.Merged])
        {
            await using var server = await TestServer.StartAsync();
            using var client = server.Client();
            var entry = await server.Engine.Workspaces.AddAsync(_git, "DOC-2");
            if (status != WorkspaceStatus.Active)
            {
                entry.Workspace.MoveTo(status, "as the test wants", FakeRuns.Now);
            }

            using var kept = await client.PostAsync($"/api/v1/workspaces/{entry.Id}/keep", null, Token);

            Assert.Equal((HttpStatusCode.OK, WorkspaceStatus.Kept), (kept.StatusCode, entry.Workspace.Status));
        }
    }

    [Fact]
    public async Task List_Filters_TakeWhatTheyName()
    {
        _server.Engine.AddRun("OTHER-1");

        Assert.Empty((await GetAsync("/api/v1/workspaces?status=merged,removed")).GetProperty("items").EnumerateArray());
        Assert.Single((await GetAsync("/api/v1/workspaces?status=active,dirty")).GetProperty("items").EnumerateArray());
        Assert.Empty((await GetAsync("/api/v1/workspaces?run=OTHER-1")).GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("?status=tidy", HttpStatusCode.BadRequest)]
    [InlineData("?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("?wait=61", HttpStatusCode.BadRequest)]
    [InlineData("?cursor=nonsense", HttpStatusCode.BadRequest)]
    [InlineData("?repository=nowhere", HttpStatusCode.NotFound)]
    [InlineData("?run=NONE-1", HttpStatusCode.NotFound)]
    [InlineData("/ws_000000000000", HttpStatusCode.NotFound)]
    [InlineData("/ws_000000000000/diff", HttpStatusCode.NotFound)]
    public async Task Get_ThatNamesNothing_IsAProblem(string rest, HttpStatusCode expected)
    {
        using var answer = await _client.GetAsync("/api/v1/workspaces" + rest, Token);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Show_ByIdItsBeginningOrTheRun_LooksNow()
    {
        await _git.WriteAsync("new.txt", "work");
        foreach (var name in (string[])[_entry.Id.Value, _entry.Id.Value[..^3], "DOC-1"])
        {
            Assert.Equal(1, (await GetAsync("/api/v1/workspaces/" + name)).GetProperty("untracked").GetInt32());
        }

        var changes = (await GetAsync(Address)).GetProperty("changes").EnumerateArray();
        Assert.Equal("Active Dirty signalbox", string.Join(' ', Moved.Select(n => Assert.Single(changes).GetProperty(n).GetString())));
    }

    [Fact]
    public async Task Diff_CommittedUncommittedAndUntracked_AreInIt()
    {
        await _git.WriteAsync("committed.txt", "c\n");
        await _git.CommitAsync(_git.Workspace, "Work");
        await _git.WriteAsync("a.txt", "one\n2\n");
        await _git.WriteAsync("neu ä.txt", "new\n");

        var diff = await GetAsync(Address + "/diff");

        var text = diff.GetProperty("diff").GetString();
        foreach (var line in (string[])["+++ b/committed.txt", "-two", "+2", "+++ b/neu ä.txt", "+new"])
        {
            Assert.Contains(line, text, StringComparison.Ordinal);
        }

        Assert.False(diff.GetProperty("cut").GetBoolean());
        Assert.Equal("?? \"neu \\303\\244.txt\"", (await _git.GitAsync("status", "--porcelain")).Split('\n')[^1]); // the index is as it was
    }

    [Fact]
    public async Task Diff_OfMoreThanIsSent_IsTheBeginningAndSaysSo()
    {
        await _git.WriteAsync("big.txt", string.Concat(Enumerable.Repeat("0123456789abcdef\n", 400_000)));

        var diff = await GetAsync(Address + "/diff");

        Assert.True(diff.GetProperty("cut").GetBoolean());
        Assert.Equal(WorkspaceDesk.MaxDiff, diff.GetProperty("diff").GetString()!.Length);
    }

    [Fact]
    public async Task Delete_WithWork_IsRefusedWithWhatWouldBeLostThenForcedAsTold()
    {
        await _git.WriteAsync("new.txt", "work");

        using var refused = await _client.DeleteAsync(Address, Token);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("it holds 1 untracked file", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(["1 untracked file"], problem.GetProperty("losses").EnumerateArray().Select(l => l.GetString()));
        var told = problem.GetProperty("told").GetString();

        await _git.WriteAsync("later.txt", "not told");
        using var stays = await _client.DeleteAsync($"{Address}?force=true&told={told}", Token);
        Assert.Equal(HttpStatusCode.Conflict, stays.StatusCode);
        File.Delete(_git.At("later.txt"));

        using var gone = await _client.DeleteAsync($"{Address}?force=true&told={told}", Token);
        var removed = await gone.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal(HttpStatusCode.OK, gone.StatusCode);
        Assert.Equal("Removed", removed.GetProperty("workspace").GetProperty("status").GetString());
        Assert.Equal(["1 untracked file"], removed.GetProperty("lost").EnumerateArray().Select(l => l.GetString()));
        Assert.False(Directory.Exists(_git.Workspace));
        Assert.Equal("removed by admin with 1 untracked file", (await GetAsync(Address)).GetProperty("statusReason").GetString());
    }

    [Fact]
    public async Task Keep_ThenAgainstARemovedOne()
    {
        using var kept = await _client.PostAsync(Address + "/keep", null, Token);
        Assert.Equal("Kept", (await kept.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("status").GetString());

        using var gone = await _client.DeleteAsync(Address, Token);
        using var refused = await _client.PostAsync(Address + "/keep", null, Token);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict), (gone.StatusCode, refused.StatusCode));
    }

    [Fact]
    public async Task Repository_DefaultBranch_IsWhatWorkspacesAreComparedWith()
    {
        await _git.RunAsync(_git.Root, "branch", "next");
        await _git.WriteAsync("b.txt", "b");
        await _git.CommitAsync(_git.Workspace, "Work");

        using var changed = await _client.PutAsJsonAsync("/api/v1/repositories/shop", new { defaultBranch = "next" }, Token);
        using var refused = await _client.PutAsJsonAsync("/api/v1/repositories/shop", new { defaultBranch = "no such" }, Token);
        using var empty = await _client.PutAsJsonAsync("/api/v1/repositories/shop", new { }, Token);

        Assert.Equal("next", (await changed.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("defaultBranch").GetString());
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (refused.StatusCode, empty.StatusCode));
        var shown = await GetAsync(Address);
        Assert.Equal(("next", 1), (shown.GetProperty("defaultBranch").GetString(), shown.GetProperty("ahead").GetInt32()));
    }

    [Fact]
    public async Task Repository_FetchAndPush_AreSetWhereThereIsARemote()
    {
        using var without = await _client.PutAsJsonAsync("/api/v1/repositories/shop", new { fetch = true }, Token);
        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        Assert.Contains($"has no remote 'origin': add one with `git -C {_git.Root} remote add origin URL`", (await without.Content.ReadFromJsonAsync<JsonElement>(Token)).ToString(), StringComparison.Ordinal);

        await _git.RunAsync(_git.Root, "remote", "add", "origin", "https://ann:s3cret@example.org/shop.git");
        await _client.PutAsJsonAsync("/api/v1/repositories/shop", new { defaultBranch = "main", fetch = true, push = true }, Token);
        using var changed = await _client.PutAsJsonAsync("/api/v1/repositories/shop", new { fetch = false }, Token);

        var model = await changed.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal((false, true, "main"), (model.GetProperty("fetch").GetBoolean(), model.GetProperty("push").GetBoolean(), model.GetProperty("defaultBranch").GetString()));
        Assert.Equal("https://example.org/shop.git", model.GetProperty("remote").GetString());
    }

    [Fact]
    public async Task Repository_WithAWorkspace_StaysKnownUntilItIsGone()
    {
        foreach (var name in (string[])["shop", _entry.Repository.Id.Value, Uri.EscapeDataString(_git.Root)])
        {
            var shown = await GetAsync("/api/v1/repositories/" + name);
            Assert.Equal((1, 0), (shown.GetProperty("workspaces").GetInt32(), shown.GetProperty("activeRuns").GetInt32()));
        }

        using var refused = await _client.DeleteAsync("/api/v1/repositories/shop", Token);
        var detail = (await refused.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("detail").GetString();
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains($"1 workspace is there ({_entry.Id} (DOC-1))", detail, StringComparison.Ordinal);

        using var removed = await _client.DeleteAsync(Address, Token);
        using var forgotten = await _client.DeleteAsync("/api/v1/repositories/shop", Token);
        using var unknown = await _client.GetAsync("/api/v1/repositories/shop", Token);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.NotFound], [removed.StatusCode, forgotten.StatusCode, unknown.StatusCode]);
        Assert.Empty((await GetAsync("/api/v1/repositories")).EnumerateArray());
        Assert.True(File.Exists(Path.Combine(_git.Root, "a.txt")));
    }

    private Task<JsonElement> GetAsync(string path) => _client.GetFromJsonAsync<JsonElement>(path, Token);
}
