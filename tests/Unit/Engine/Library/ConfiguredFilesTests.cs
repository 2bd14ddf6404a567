using Signalbox.Engine.Library;
using Signalbox.Unit.Engine.Runs;
using Signalbox.Unit.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Library;

/// <summary>Workflows of the configuration, beside those of repositories.</summary>
public sealed class ConfiguredFilesTests
{
    private const string Own = "version: \"1.0\"\nname: work\nsteps:\n  - {id: a, run: \"true\"}\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sync_ConfiguredWorkflows_ComeChangeAndGo()
    {
        using var git = await new TestRepository().WithCommitAsync();
        await using var bench = await EngineBench.CreateAsync(Own, git: git);
        var files = new ConfiguredFiles();
        using var library = bench.LibraryOf(RepositoryScope.Global, files);
        var repository = Assert.Single(await library.RepositoriesAsync(Stop));

        files.Change([File("extra", "echo one"), File("elsewhere", "echo no", "another"), File("here", "echo yes", repository.Name)]);
        await library.SyncAsync(repository, Stop);
        Assert.Equal(["extra", "here", "work"], await SlugsAsync(library));
        var extra = Assert.Single(await library.FindAsync("extra", Stop));
        Assert.Equal(("configuration:extra", 1, true), (extra.Workflow.SourcePath, extra.Version!.Number, extra.CanRun));

        files.Change([File("extra", "echo two")]);
        await library.SyncAsync(repository, Stop);
        Assert.Equal(["extra", "work"], await SlugsAsync(library));
        Assert.Equal(2, Assert.Single(await library.FindAsync("extra", Stop)).Version!.Number);

        files.Change([]);
        await library.SyncAsync(repository, Stop);
        Assert.Equal(["work"], await SlugsAsync(library));
    }

    [Fact]
    public async Task Sync_OfServersOnOneDatabaseThatDiffer_WritesOnlyWhatIsInForce()
    {
        using var git = await new TestRepository().WithCommitAsync();
        await using var bench = await EngineBench.CreateAsync(Own, git: git);
        var inForce = 1;
        var (ahead, behind) = (new ConfiguredFiles(_ => Task.FromResult(inForce)), new ConfiguredFiles(_ => Task.FromResult(inForce)));
        using var one = bench.LibraryOf(RepositoryScope.Global, ahead);
        using var two = bench.LibraryOf(RepositoryScope.Global, behind);
        var repository = Assert.Single(await one.RepositoriesAsync(Stop));
        ahead.Change([File("extra", "echo one"), File("gone", "echo gone")], 1);
        behind.Change([File("extra", "echo one"), File("gone", "echo gone")], 1);
        await BothAsync();

        // The first applies the next one; the second has not heard of it, or refuses it for good.
        inForce = 2;
        ahead.Change([File("extra", "echo two"), File("new", "echo new")], 2);
        for (var i = 0; i < 5; i++)
        {
            await BothAsync();
        }

        Assert.Equal(["extra", "new", "work"], await SlugsAsync(one));
        var extra = Assert.Single(await two.FindAsync("extra", Stop)).Version!;
        Assert.Equal(2, extra.Number);
        Assert.Contains("echo two", extra.Yaml, StringComparison.Ordinal);

        async Task BothAsync()
        {
            await one.SyncAsync(repository, Stop);
            await two.SyncAsync(repository, Stop);
        }
    }

    [Fact]
    public async Task Sync_FileOfTheRepositoryWithTheName_StandsAbove()
    {
        using var git = await new TestRepository().WithCommitAsync();
        await using var bench = await EngineBench.CreateAsync(Own, git: git);
        var files = new ConfiguredFiles();
        using var library = bench.LibraryOf(RepositoryScope.Global, files);
        files.Change([File("work", "echo other")]);
        await library.SyncAsync(Assert.Single(await library.RepositoriesAsync(Stop)), Stop);
        Assert.DoesNotContain("echo other", Assert.Single(await library.FindAsync("work", Stop)).Version!.Yaml, StringComparison.Ordinal);
    }

    private static ConfiguredFile File(string slug, string run, params IReadOnlyList<string> repositories) =>
        new(slug, $"version: \"1.0\"\nname: {slug}\n{(repositories.Count == 0 ? "" : $"repositories: [{repositories[0]}]\n")}steps:\n  - {{id: a, run: {run}}}\n", repositories);

    private static async Task<IEnumerable<string>> SlugsAsync(WorkflowLibrary library) => (await library.ListAsync(Stop)).Select(e => e.Workflow.Slug).Order(StringComparer.Ordinal);
}
