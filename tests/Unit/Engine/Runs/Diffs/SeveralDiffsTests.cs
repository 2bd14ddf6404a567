using Signalbox.Engine.Agents;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Diffs;
using Signalbox.Engine.Workspaces;
using Signalbox.Unit.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Runs.Diffs;

/// <summary>Changes of runs in several repositories, with real git. Spec 3: "A single workflow can coordinate work across multiple repositories".</summary>
public sealed class SeveralDiffsTests : IAsyncLifetime
{
    private const string Both = """
        version: "1.0"
        name: work
        repositories: [web, api]
        steps:
          - {id: client, repository: web, run: "true"}
          - {id: server, repository: api, needs: [client], run: "true"}
          - {id: more, repository: web, needs: [server], run: "true"}
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
            await File.WriteAllTextAsync(Path.Combine(_git.In(name), "name.txt"), name + "\n", Stop);
            await _git.CommitAsync(_git.In(name), "First commit");
        }
    }

    public ValueTask DisposeAsync()
    {
        _git.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task ReadAsync_Steps_AreEachReadInTheirOwnRepository()
    {
        await using var bench = await CreateAsync(Both);
        var state = await EndedAsync(bench);

        Assert.Equal(["web:client.txt"], await PathsAsync(bench, state, new DiffScope { Step = "client" }));
        Assert.Equal(["api:name.txt", "api:server.txt"], await PathsAsync(bench, state, new DiffScope { Step = "server" }));
        Assert.Equal(["web:more.txt"], await PathsAsync(bench, state, new DiffScope { Step = state.Latest("more")!.Id.Value }));
        var server = await bench.Diffs.ReadAsync(state, new DiffScope { Step = "server" }, Stop);
        Assert.Contains("+changed", await LinesAsync(bench, server, "name.txt"));
        var counts = await bench.Diffs.CountAsync(state, Stop);
        Assert.Equal(
            [new ChangeSummary(1, 1, 0), new ChangeSummary(2, 2, 1), new ChangeSummary(1, 1, 0)],
            state.Steps.Select(s => counts[s.Id]));
    }

    [Fact]
    public async Task ReadAsync_WholeRun_IsEveryRepositoryWithSumsOverAll()
    {
        await using var bench = await CreateAsync(Both);
        var state = await EndedAsync(bench);

        var diff = await bench.Diffs.ReadAsync(state, new DiffScope(), Stop);

        Assert.Equal(["web", "api"], diff.Parts.Select(p => p.Repository));
        Assert.Equal((4, 4, 1, true), (diff.List.Total, diff.List.Added, diff.List.Removed, diff.IsLive));
        Assert.Equal(["web:client.txt", "web:more.txt", "api:name.txt", "api:server.txt"], await PathsAsync(bench, state, new DiffScope()));
        Assert.StartsWith("web: the commit it began with (", diff.From, StringComparison.Ordinal);
        Assert.Contains("; api: the commit it began with (", diff.From, StringComparison.Ordinal);
        Assert.Equal("the workspace as it is", diff.To);
        Assert.True(diff.IsSameAs(await bench.Diffs.ReadAsync(state, new DiffScope(), Stop)));
        Assert.Equal(["api:name.txt", "api:server.txt"], await PathsAsync(bench, state, new DiffScope { Repository = "api" }));
        Assert.Equal(["web:client.txt", "web:more.txt"], await PathsAsync(bench, state, new DiffScope { Repository = state.Run.Repositories[0].Id.Value }));
        await File.WriteAllTextAsync(Path.Combine(state.Workspaces[1].Path, "later.txt"), "later\n", Stop);
        Assert.False(diff.IsSameAs(await bench.Diffs.ReadAsync(state, new DiffScope(), Stop)));
    }

    [Fact]
    public async Task ReadAsync_BetweenCheckpoints_TakesTheCommitsOfEachRepository()
    {
        await using var bench = await CreateAsync(Both);
        var state = await EndedAsync(bench);
        var checkpoints = await bench.CheckpointsAsync(state.Run.Id);
        string Of(string step) => checkpoints.Last(c => string.Equals(c.StepId, step, StringComparison.Ordinal)).Id.Value;

        Assert.Equal(["api:name.txt", "api:server.txt"], await PathsAsync(bench, state, new DiffScope { From = Of("client"), To = Of("server") }));
        Assert.Equal(["web:more.txt", "api:name.txt", "api:server.txt"], await PathsAsync(bench, state, new DiffScope { From = Of("client") }));
        Assert.Contains("has no checkpoint 'cp_none' with a commit of web", (await bench.Diffs.ReadAsync(state, new DiffScope { From = "cp_none" }, Stop)).NotFound, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_OneWorkspaceGone_ItsCheckpointsAreReadInItsOwnRepository()
    {
        await using var bench = await CreateAsync(Both);
        var state = await EndedAsync(bench);
        Assert.Null(await _git.Manager.DiscardAsync(_git.In("api"), state.Workspaces[1].Path, Stop));

        Assert.Equal(["web:client.txt", "web:more.txt", "api:name.txt", "api:server.txt"], await PathsAsync(bench, state, new DiffScope()));
        var diff = await bench.Diffs.ReadAsync(state, new DiffScope { Repository = "api" }, Stop);
        Assert.False(diff.IsLive);
        Assert.Contains("+changed", await LinesAsync(bench, diff, "name.txt"));
    }

    [Fact]
    public async Task ReadAsync_OneRepositoryUnreadable_TheOtherIsShownAndTheReasonSaid()
    {
        await using var bench = await CreateAsync(Both);
        var state = await EndedAsync(bench);
        Directory.Delete(state.Workspaces[1].Path, recursive: true);
        Directory.Delete(Path.Combine(_git.In("api"), ".git"), recursive: true);

        var diff = await bench.Diffs.ReadAsync(state, new DiffScope(), Stop);

        Assert.Null(diff.Fault);
        Assert.Equal((2, 2, 0), (diff.List.Total, diff.List.Added, diff.List.Removed));
        Assert.StartsWith("api: what changed cannot be read: ", Assert.Single(diff.LeftOut), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other", null, "does not work in a repository 'other': it works in web, api")]
    [InlineData("api", "client", "Step client works in web, not in api")]
    [InlineData(null, "nothing", "has no step 'nothing'")]
    public async Task ReadAsync_WhatIsNotThere_IsSaid(string? repository, string? step, string words)
    {
        await using var bench = await CreateAsync(Both);
        var state = await EndedAsync(bench);

        Assert.Contains(words, (await bench.Diffs.ReadAsync(state, new DiffScope { Repository = repository, Step = step }, Stop)).NotFound, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_StepsAtOnceInDifferentRepositories_AreNotBesideEachOther()
    {
        await using var bench = await CreateAsync("""
            version: "1.0"
            name: work
            repositories: [web, api]
            steps:
              - {id: left, repository: web, run: "true"}
              - {id: right, repository: api, run: "true"}
              - {id: also, repository: api, run: "true"}
            """);
        var run = await bench.StartAsync();
        var going = bench.Executor.ExecuteAsync(run.Id, Stop);
        var begun = new[] { await bench.Agents.Shell.NextAsync(), await bench.Agents.Shell.NextAsync(), await bench.Agents.Shell.NextAsync() };
        foreach (var request in begun)
        {
            bench.Agents.Shell.End(request, Write(request));
        }

        await going;
        var state = await bench.StateAsync(run.Id);

        Assert.Empty((await bench.Diffs.ReadAsync(state, new DiffScope { Step = "left" }, Stop)).Beside);
        Assert.Equal(["also"], (await bench.Diffs.ReadAsync(state, new DiffScope { Step = "right" }, Stop)).Beside);
    }

    private static AgentResult Write(AgentRequest request)
    {
        File.WriteAllText(Path.Combine(request.WorkingDirectory, $"{request.StepId}.txt"), "new\n");
        if (request.StepId is "server")
        {
            File.WriteAllText(Path.Combine(request.WorkingDirectory, "name.txt"), "changed\n");
        }

        return FakeAgent.Success;
    }

    private static async Task<string[]> PathsAsync(EngineBench bench, RunState state, DiffScope scope)
    {
        var diff = await bench.Diffs.ReadAsync(state, scope, Stop);
        Assert.Null(diff.Fault ?? diff.NotFound);
        return [.. diff.Parts.SelectMany(p => p.List.Files.Select(f => $"{p.Repository}:{f.Path}"))];
    }

    private static async Task<IEnumerable<string>> LinesAsync(EngineBench bench, RunDiff diff, string path)
    {
        var part = Assert.Single(diff.Parts);
        var lines = await bench.Diffs.FileAsync(part, part.List.Files.Single(f => string.Equals(f.Path, path, StringComparison.Ordinal)), Stop);
        Assert.Null(lines.Fault);
        return lines.Hunks.SelectMany(h => h.Lines).Select(l => (l.Kind == Signalbox.Engine.Workspaces.Diffs.DiffLineKind.Added ? "+" : "-") + l.Text);
    }

    private static async Task<RunState> EndedAsync(EngineBench bench)
    {
        bench.Agents.Shell.Automatic = Write;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Completed, state.Run.Status);
        return state;
    }

    private async Task<EngineBench> CreateAsync(string yaml)
    {
        var bench = await EngineBench.CreateAsync(yaml, git: _git);
        await bench.KnowAsync(_git.In("web"));
        await bench.KnowAsync(_git.In("api"));
        return bench;
    }
}
