using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Learnings;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Sessions;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Api;

/// <summary><c>/agents/{id}/sessions</c>, <c>/runs/{run}/sessions</c> and <c>/learnings</c> as programs see them.</summary>
public sealed class SessionApiTests
{
    private static readonly string[] Plan = ["plan"];
    private static readonly DateTimeOffset Begin = new(2026, 1, 27, 10, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Spec4", "1.2 memory.short_term, memory.long_term, state")]
    public async Task Sessions_OfAnAgentAndOfARun_HaveStatusTriesMemoryAndProgress()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        var state = server.Engine.AddRun("DOC-1");
        var session = Session(state, "anna", "backend");
        session.MoveTo(AgentSessionStatus.Active, null, Begin);
        session.Iterate("plan", 10);
        var file = AgentFile.Create(new AgentFileContext("anna", "backend", Begin, "checkout", "/w", session.Status, 1, 10, [], []));
        file.Memory = new AgentMemory { CurrentTask = "plan", RecentFiles = ["a.txt"] };
        server.Engine.Sessions.Sessions.Add(session);
        server.Engine.Sessions.Papers.Add(new SessionPaper
        {
            SessionId = session.Id,
            RunId = session.RunId,
            RepositoryId = session.RepositoryId,
            Feature = "checkout",
            Role = "backend",
            Day = "2026-01-27",
            Number = 1,
            Progress = "# Claude Progress File\n",
            AgentFile = file.Render(),
            History = "",
            UpdatedAt = Begin,
        });

        foreach (var path in (string[])["/api/v1/agents/anna/sessions", "/api/v1/runs/DOC-1/sessions"])
        {
            var shown = (await client.GetFromJsonAsync<JsonElement>(path, Token)).EnumerateArray().Single();
            Assert.Equal((session.Id.Value, state.Run.Id.Value, "Active", "backend"), (Text(shown, "id"), Text(shown, "run"), Text(shown, "status"), Text(shown, "role")));
            Assert.Equal((1, 10), (shown.GetProperty("iterationCount").GetInt32(), shown.GetProperty("maxIterations").GetInt32()));
            Assert.Equal("a.txt", shown.GetProperty("memory").GetProperty("recentFiles")[0].GetString());
            Assert.Equal("# Claude Progress File\n", Text(shown, "progress"));
            Assert.Equal(JsonValueKind.Null, shown.GetProperty("endedAt").ValueKind);
        }
    }

    /// <summary>"Lists are keyset-paged": what is older is reached by the header, and the body stays an array.</summary>
    [Theory]
    [InlineData("/api/v1/agents/anna/sessions?limit=2", "role", "c b|a", "se_000000000000", "the id of a session of this agent")]
    [InlineData("/api/v1/agents/anna/sessions?limit=2", "role", "c b|a", "OTHER", "the id of a session of this agent")]
    [InlineData("/api/v1/agents/anna/sessions?limit=3", "role", "c b a", "7", "the id of a session of this agent")]
    [InlineData("/api/v1/learnings?status=proposed&limit=2", "text", "c b|a", "ln_000000000000", "the id of a learning")]
    [InlineData("/api/v1/agents/anna/changes?limit=1", "to", "Inactive|Active|Registering", "0", "a whole number from 1 on")]
    [InlineData("/api/v1/agents/anna/changes?limit=2", "to", "Inactive Active|Registering", "x", "a whole number")]
    public async Task Lists_MoreThanTheLimit_AreReachedByTheLink(string list, string field, string expected, string wrong, string allowed)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var registered = await client.PostAsJsonAsync("/api/v1/agents", new { id = "anna", capabilities = Plan }, Token);
        using var paused = await client.PutAsJsonAsync("/api/v1/agents/anna", new { enabled = false }, Token);
        var state = server.Engine.AddRun("DOC-1");
        foreach (var name in (string[])["a", "b", "c"])
        {
            server.Engine.Sessions.Sessions.Add(Session(state, "anna", name));
            server.Engine.Sessions.Learnings.Add(Learning.Propose(state.Run.RepositoryId, LearningKind.Bugs, name, "anna", null, Begin));
        }

        var other = Session(state, "bob", "d");
        server.Engine.Sessions.Sessions.Add(other);

        List<string> pages = [];
        for (string? next = list; next is not null;)
        {
            using var answer = await client.GetAsync(next, Token);
            var page = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
            pages.Add(string.Join(' ', page.EnumerateArray().Select(m => Text(m, field))));
            next = answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split('>')[0][1..] : null;
            Assert.True(next is null || next.StartsWith($"{list}&before=", StringComparison.Ordinal), next);
        }

        using var unknown = await client.GetAsync($"{list}&before={(string.Equals(wrong, "OTHER", StringComparison.Ordinal) ? other.Id.Value : wrong)}", Token);
        var error = (await unknown.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("errors").EnumerateArray().Single();
        Assert.Equal(expected, string.Join('|', pages));
        Assert.Equal((HttpStatusCode.BadRequest, "before", allowed), (unknown.StatusCode, Text(error, "field"), Text(error, "allowed")));
    }

    [Theory]
    [InlineData("/api/v1/agents/nobody/sessions", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/agents/nobody/sessions?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/runs/NO-1/sessions", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/learnings?kind=songs", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/learnings?status=loud", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/learnings?repository=none", HttpStatusCode.BadRequest)]
    public async Task Get_OfWhatIsNotThere_SaysSo(string path, HttpStatusCode expected)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var answer = await client.GetAsync(path, Token);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Learning_ProposedAcceptedAndTakenBack_IsAnsweredEachTime()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        var state = server.Engine.AddRun("DOC-1");

        using var created = await client.PostAsJsonAsync("/api/v1/learnings", new { kind = "bugs", text = "the cache lies", agent = "anna", run = "DOC-1" }, Token);
        var learning = await created.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(("bugs", "Proposed", "anna", state.Run.Id.Value), (Text(learning, "kind"), Text(learning, "status"), Text(learning, "proposedBy"), Text(learning, "run")));

        var path = $"/api/v1/learnings/{Text(learning, "id")}";
        using var accepted = await client.PostAsync($"{path}/accept", null, Token);
        using var again = await client.PostAsync($"{path}/accept", null, Token);
        var listed = await client.GetFromJsonAsync<JsonElement>("/api/v1/learnings?status=accepted&kind=bugs", Token);
        using var rejected = await client.PostAsync($"{path}/reject", null, Token);
        using var unknown = await client.PostAsync("/api/v1/learnings/ln_000000000000/accept", null, Token);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.OK, HttpStatusCode.NotFound), (accepted.StatusCode, again.StatusCode, rejected.StatusCode, unknown.StatusCode));
        Assert.Equal("admin", Text(listed.EnumerateArray().Single(), "decidedBy"));
    }

    [Fact]
    public async Task Learning_WithFaults_NamesThem()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        server.Engine.AddRun("DOC-1");

        using var faulty = await client.PostAsJsonAsync("/api/v1/learnings", new { kind = "songs", text = "", run = "DOC-1" }, Token);
        using var homeless = await client.PostAsJsonAsync("/api/v1/learnings", new { kind = "bugs", text = "x" }, Token);

        Assert.Equal(["kind", "text"], (await faulty.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()));
        Assert.Equal(["repository"], (await homeless.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()));
    }

    private static AgentSession Session(RunState state, string agent, string role) => new()
    {
        Id = EntityId.New<AgentSessionId>(),
        RunId = state.Run.Id,
        RepositoryId = state.Run.RepositoryId,
        Agent = agent,
        Role = role,
        Feature = "checkout",
        CurrentStep = "plan",
        CreatedAt = Begin,
    };

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
