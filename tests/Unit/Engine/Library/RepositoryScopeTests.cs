using Signalbox.Engine.Library;
using Signalbox.Engine.Workflows;
using Signalbox.Unit.Engine.Runs;
using Signalbox.Unit.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Library;

/// <summary>
/// Spec 3: "The datastore supports two modes: Global mode - Single SQLite … tracks all repositories; Per-repository mode - SQLite at {repo}/… for isolation", and
/// "A single workflow can coordinate work across multiple repositories … This is global mode only".
/// </summary>
public sealed class RepositoryScopeTests
{
    private const string Two = """
        version: "1.0"
        name: work
        repositories: [repository, other]
        steps:
          - {id: a, repository: other, run: "true"}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Spec3", "Global mode: Single SQLite tracks all repositories")]
    public async Task AddRepository_GlobalMode_WorkflowThatWaitedForItIsValidAtOnce()
    {
        using var git = await new TestRepository().WithCommitAsync();
        await using var bench = await EngineBench.CreateAsync(Two, git: git);
        var before = Assert.Single(await bench.Library.FindAsync("work", Stop));
        var fault = Assert.Single(before.Workflow.Diagnostics);
        Assert.Equal((DiagnosticCodes.UnknownRepository, 3), (fault.Code, fault.Line));
        Assert.StartsWith("There is no repository 'other'", fault.Message, StringComparison.Ordinal);

        await bench.KnowAsync(await OtherAsync(git));

        var after = Assert.Single(await bench.Library.FindAsync("work", Stop));
        Assert.Empty(after.Workflow.Diagnostics);
        Assert.Equal(["repository", "other"], after.Definition!.Repositories);
    }

    [Fact]
    [Trait("Spec3", "Per-repository mode: SQLite in the repository for isolation")]
    [Trait("Spec3", "Multi-Repository Workflows: This is global mode only")]
    public async Task AddRepository_PerRepositoryMode_KnowsItsOwnOnlyAndRefusesWorkflowsOfSeveral()
    {
        using var git = await new TestRepository().WithCommitAsync();
        await using var bench = await EngineBench.CreateAsync(Two, git: git);
        var other = await OtherAsync(git);
        using var library = bench.LibraryOf(new RepositoryScope(git.Root));

        var refused = await library.AddRepositoryAsync(other, Stop);
        Assert.Equal($"this data directory belongs to {git.Root} (per-repository mode) and knows no other repository: use the global data directory for {other}", refused.Fault);
        Assert.Null((await library.AddRepositoryAsync(git.Root, Stop)).Fault);

        var fault = Assert.Single(Assert.Single(await library.FindAsync("work", Stop)).Workflow.Diagnostics);
        Assert.Equal(DiagnosticCodes.NotAllowed, fault.Code);
        Assert.Contains("per-repository mode", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<string> OtherAsync(TestRepository git)
    {
        var path = Directory.CreateDirectory(git.In("other")).FullName;
        await git.RunAsync(path, "init", "--quiet", "--initial-branch=main");
        await File.WriteAllTextAsync(Path.Combine(path, "b.txt"), "b", Stop);
        await git.CommitAsync(path, "First commit");
        return path;
    }
}
