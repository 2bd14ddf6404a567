using System.Text.Json;
using Signalbox.Unit.Dashboard.Hosting;
using Signalbox.Unit.Engine.Workspaces;

namespace Signalbox.Unit.Dashboard.Cli;

/// <summary><c>signalbox repo</c> and <c>signalbox workspace</c>, with a running server and without one.</summary>
public sealed class WorkspaceCommandTests : IAsyncLifetime
{
    private readonly TestRepository _git = new();
    private readonly CliRunner _cli = new();

    public async ValueTask InitializeAsync() => await _git.WithWorkspaceAsync();

    public ValueTask DisposeAsync()
    {
        _cli.Dispose();
        _git.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Repo_AddedListedAndForgotten()
    {
        Assert.Equal(0, await _cli.RunAsync("repo", "add", _git.Root));
        Assert.Equal(0, await _cli.RunAsync("repo", "list"));
        Assert.Equal(0, await _cli.RunAsync("repo", "remove", "repository"));
        Assert.Equal(0, await _cli.RunAsync("repo", "list"));

        Assert.Equal(
            [$"repository is known: {_git.Root}", $"repository\tunknown\t0\t0\t{_git.Root}", $"repository is forgotten; its files stay at {_git.Root}"],
            _cli.Output.ToString().TrimEnd('\n').Split('\n'));
        Assert.Equal("No repository is known: 'signalbox repo add PATH' makes one known.\n", _cli.Error.ToString());
    }

    [Fact]
    public async Task Repo_AddedToBePushed_SaysWhereTo()
    {
        Assert.Equal(2, await _cli.RunAsync("repo", "add", _git.Root, "--push", "on"));
        Assert.Contains("has no remote 'origin'", _cli.Error.ToString(), StringComparison.Ordinal);
        await _git.RunAsync(_git.Root, "remote", "add", "origin", "git@example.org:shop.git");

        Assert.Equal(0, await _cli.RunAsync("repo", "add", _git.Root, "--push"));
        Assert.Equal(0, await _cli.RunAsync("repo", "add", _git.Root, "--push", "off"));
        Assert.Equal(2, await _cli.RunAsync("repo", "add", _git.Root, "--push", "perhaps"));

        Assert.Equal(
            [$"repository is known: {_git.Root}; runs that completed are pushed (git@example.org:shop.git)", $"repository is known: {_git.Root}"],
            _cli.Output.ToString().TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Repo_WithAWorkspace_IsRefused()
    {
        var entry = await _cli.Engine.Workspaces.AddAsync(_git, "DOC-1");

        Assert.Equal(4, await _cli.RunAsync("repo", "remove", "shop"));

        Assert.StartsWith($"signalbox: Repository shop stays known, because 1 workspace is there ({entry.Id} (DOC-1))", _cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Single(_cli.Error.ToString().TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData(3, "repo", "remove", "nowhere")]
    [InlineData(2, "repo", "add", "/")]
    [InlineData(2, "repo", "add")]
    [InlineData(3, "workspace", "remove", "ws_000000000000")]
    [InlineData(3, "workspace", "remove", "NONE-1", "--force")]
    [InlineData(3, "workspace", "diff", "NONE-1")]
    [InlineData(2, "workspace", "list", "--status", "tidy")]
    public async Task Verb_ThatNamesNothing_HasItsExitCode(int exitCode, params string[] arguments)
    {
        Assert.Equal(exitCode, await _cli.RunAsync(arguments));
        Assert.Single(_cli.Error.ToString().TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task List_OfARunningServer_ShowsWhatIsThere()
    {
        await using var server = await TestServer.StartAsync();
        var entry = await server.Engine.Workspaces.AddAsync(_git, "DOC-1");
        entry.Workspace.Ports = [new("PORT", 20001)];
        await _git.WriteAsync("new.txt", "work");
        using var cli = new CliRunner(server.DataPath);

        Assert.Equal(0, await cli.RunAsync("workspace", "list"));
        Assert.StartsWith($"{entry.Id}\tDOC-1\tDirty\tshop\tsignalbox/DOC-1\t0\t0\t1\t", cli.Output.ToString(), StringComparison.Ordinal);

        Assert.Equal(0, await cli.RunAsync("workspace", "list", "--json", "--status", "merged"));
        Assert.Empty(JsonDocument.Parse(cli.Output.ToString().Split('\n')[1]).RootElement.EnumerateArray());
        Assert.Equal(0, await cli.RunAsync("workspace", "list", "--json"));
        Assert.Equal(20001, JsonDocument.Parse(cli.Output.ToString().Split('\n')[2]).RootElement[0].GetProperty("ports").GetProperty("PORT").GetInt32());
    }

    [Fact]
    public async Task Remove_WithWork_RefusesThenForceSaysWhatIsLost()
    {
        var entry = await _cli.Engine.Workspaces.AddAsync(_git, "DOC-1");
        await _git.WriteAsync("b.txt", "b");
        await _git.CommitAsync(_git.Workspace, "Work");
        await _git.WriteAsync("new.txt", "work");

        Assert.Equal(4, await _cli.RunAsync("workspace", "remove", "DOC-1"));
        Assert.Contains("it holds 1 untracked file, 1 commit that is on no other branch", _cli.Error.ToString(), StringComparison.Ordinal);
        Assert.True(File.Exists(_git.At("new.txt")));

        Assert.Equal(0, await _cli.RunAsync("workspace", "remove", "DOC-1", "--force"));
        Assert.EndsWith($"signalbox: {entry.Id} of DOC-1 is lost with 1 untracked file\n", _cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal($"{entry.Id} of DOC-1 is removed; its commits stay on branch signalbox/DOC-1 of shop\n", _cli.Output.ToString());
        Assert.False(Directory.Exists(_git.Workspace));
    }

    [Fact]
    public async Task Remove_RunGoesOn_IsRefusedEvenByForce()
    {
        await _cli.Engine.Workspaces.AddAsync(_git, "DOC-1", runHasEnded: false);

        Assert.Equal(4, await _cli.RunAsync("workspace", "remove", "DOC-1", "--force"));
        Assert.Contains("its run DOC-1 is running: cancel it or wait for its end first", _cli.Error.ToString(), StringComparison.Ordinal);
        Assert.True(Directory.Exists(_git.Workspace));
    }

    [Fact]
    public async Task Diff_CanBeAppliedToTheCommitItStartsFrom()
    {
        await _cli.Engine.Workspaces.AddAsync(_git, "DOC-1");
        await _git.WriteAsync("a.txt", "one\nthree\n");
        await _git.WriteAsync("new/b.txt", "new\n");

        Assert.Equal(0, await _cli.RunAsync("workspace", "diff", "DOC-1"));

        var patch = _git.In("the.patch");
        await File.WriteAllTextAsync(patch, _cli.Output.ToString(), TestContext.Current.CancellationToken);
        await _git.RunAsync(_git.Root, "apply", patch);
        Assert.Equal("one\nthree\n", await File.ReadAllTextAsync(Path.Combine(_git.Root, "a.txt"), TestContext.Current.CancellationToken));
        Assert.Equal("new\n", await File.ReadAllTextAsync(Path.Combine(_git.Root, "new/b.txt"), TestContext.Current.CancellationToken));
        Assert.Empty(_cli.Error.ToString());
    }

    [Fact]
    public async Task Diff_NothingChanged_SaysSo()
    {
        await _cli.Engine.Workspaces.AddAsync(_git, "DOC-1");

        Assert.Equal(0, await _cli.RunAsync("workspace", "diff", "DOC-1"));

        Assert.Empty(_cli.Output.ToString());
        Assert.Equal("Nothing differs.\n", _cli.Error.ToString());
    }
}
