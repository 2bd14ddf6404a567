using Signalbox.Engine.Runs;
using Signalbox.Engine.Sessions;
using Signalbox.Unit.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>The files of a session that works in several repositories go with it; real git. Spec 4, FR-101: "Progress restored on session resume", "No data loss between sessions".</summary>
public sealed class SeveralSessionsTests : IAsyncLifetime
{
    private const string Three = """
        version: "1.0"
        name: work
        repositories: [web, api]
        steps:
          - {id: plan, name: Plan, repository: web, agent: claude, role: backend, prompt: Plan it}
          - {id: build, name: Build, repository: api, needs: [plan], agent: claude, role: backend, prompt: Build it}
          - {id: show, name: Show, repository: web, needs: [build], agent: claude, role: backend, prompt: Show it}
        """;

    private readonly TestRepository _git = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _git.WithCommitAsync();
        foreach (var name in (string[])["web", "api"])
        {
            Directory.CreateDirectory(_git.In(name));
            await _git.RunAsync(_git.In(name), "init", "--quiet", "--initial-branch=main");
            await File.WriteAllTextAsync(Path.Combine(_git.In(name), "name.txt"), name, Stop);
            await _git.CommitAsync(_git.In(name), "First commit");
        }
    }

    public ValueTask DisposeAsync()
    {
        _git.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Session_StepsOfTwoRepositories_HasItsFilesWhereItWorksWithWhatItWroteElsewhere()
    {
        await using var bench = await EngineBench.CreateAsync(Three, git: _git);
        await bench.KnowAsync(_git.In("web"));
        await bench.KnowAsync(_git.In("api"));
        Dictionary<string, string> found = [];
        bench.Agents.Shell.Automatic = r =>
        {
            var path = Path.Combine(r.WorkingDirectory, OwnFilesFolder, SessionFolder.Progress);
            var text = File.ReadAllText(path);
            found[r.StepId!] = text;
            File.WriteAllText(path, text.Replace(
                r.StepId is "plan" ? "## Notes for Next Session\nNone" : "## Notes for Next Session\n", $"## Notes for Next Session\n- learned in {r.StepId}{(r.StepId is "plan" ? "" : "\n")}", StringComparison.Ordinal));
            File.WriteAllText(Path.Combine(r.WorkingDirectory, $"{r.StepId}.txt"), "new");
            return FakeAgent.Success;
        };
        var run = (await bench.Service.StartAsync(EngineBench.Request() with { Overrides = new RunOverrides("shell") }, Stop)).Run!;

        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Completed, (string?)null), (state.Run.Status, state.Run.StatusReason));
        Assert.Equal(["learned in plan"], Notes(found["build"]));
        Assert.Equal(["learned in build", "learned in plan"], Notes(found["show"]));
        var session = Assert.Single(await bench.Sessions.ListAsync(run.Id, Stop));
        Assert.Equal(state.Workspaces[0].BaseCommit, session.BaseCommit);
        var paper = Assert.Single(await bench.Sessions.ListPapersAsync([session.Id], Stop));
        Assert.Equal(["learned in show", "learned in build", "learned in plan"], Notes(paper.Progress));
        Assert.Equal(paper.Progress, await File.ReadAllTextAsync(Path.Combine(state.Workspaces[0].Path, OwnFilesFolder, SessionFolder.Progress), Stop));
        foreach (var file in (string[])["web/plan.txt", "api/build.txt", "web/show.txt"])
        {
            Assert.Contains(file, paper.Progress, StringComparison.Ordinal);
        }
    }

    private const string OwnFilesFolder = Signalbox.Engine.Workspaces.OwnFiles.Sessions;

    private static IEnumerable<string> Notes(string progress) => ProgressDocument.Parse(progress).Document!.Bullets(ProgressSections.Notes);
}
