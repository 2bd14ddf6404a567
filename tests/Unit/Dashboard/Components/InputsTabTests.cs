using Bunit;
using Signalbox.Dashboard.Components.Runs;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Dashboard.Components;

public sealed class InputsTabTests : ComponentBench
{
    [Fact]
    public void About_RunOfTwoRepositories_SaysWhereItWorksInEach()
    {
        var (web, api) = (Known("web"), Known("api"));
        var sample = Samples.State("BLD-1");
        var run = new Run
        {
            Id = sample.Run.Id,
            Key = "BLD-1",
            WorkflowVersionId = sample.Run.WorkflowVersionId,
            Workflow = "build",
            WorkflowVersion = 1,
            RepositoryId = web.Id,
            Repository = "web",
            Repositories = [new RunRepository(web.Id, "web"), new RunRepository(api.Id, "api")],
            Inputs = sample.Run.Inputs,
            Trigger = RunTrigger.Browser,
            StartedBy = "admin",
            Directory = "/data/runs/BLD-1",
            TraceId = sample.Run.TraceId,
            CreatedAt = Samples.Noon,
        };
        var state = new RunState
        {
            Run = run,
            Version = sample.Version,
            Repository = web,
            Repositories = [web, api],
            Steps = [],
            Attempts = [],
            Workspaces = [Workspace(run, web, 20_001), Workspace(run, api, 20_002)],
        };

        var cut = Render<InputsTab>(p => p.Add(t => t.View, RunView.From(state, null, null)));

        Assert.All(
            (string[])["/srv/web", "Worktree of web", "/data/runs/BLD-1/workspace/web", "PORT=20001", "/srv/api", "Worktree of api", "/data/runs/BLD-1/workspace/api", "PORT=20002"],
            text => Assert.Contains(text, cut.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void About_WindowsAreOpen_ShowsHowToGetAtThem()
    {
        var state = Samples.State("BLD-1");
        Terminals.Commands[state.Run.Id] = "tmux -L signalbox-1 attach -t BLD-1";

        var cut = Render<InputsTab>(p => p.Add(t => t.View, RunView.From(state, null, null)));

        Assert.Contains("tmux -L signalbox-1 attach -t BLD-1", cut.Markup, StringComparison.Ordinal);
        Terminals.Commands.Clear();
        cut.Render();
        Assert.DoesNotContain("tmux", cut.Markup, StringComparison.Ordinal);
    }

    private static Repository Known(string name) => new() { Id = EntityId.New<RepositoryId>(), Name = name, Path = $"/srv/{name}", CreatedAt = Samples.Noon };

    private static Workspace Workspace(Run run, Repository repository, int port) => new()
    {
        Id = EntityId.New<WorkspaceId>(),
        RunId = run.Id,
        RepositoryId = repository.Id,
        Path = $"/data/runs/BLD-1/workspace/{repository.Name}",
        Branch = "signalbox/BLD-1",
        BaseCommit = new string('a', 40),
        Ports = [new WorkspacePort("PORT", port)],
        CreatedAt = Samples.Noon,
    };
}
