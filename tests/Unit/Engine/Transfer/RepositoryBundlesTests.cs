using System.Diagnostics;
using System.Text.Json;
using Signalbox.Engine.Transfer;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Transfer;

namespace Signalbox.Unit.Engine.Transfer;

public sealed class RepositoryBundlesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("signalbox-bundles-").FullName;
    private readonly RepositoryBundles _bundles = new(TimeProvider.System);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Bundle_OfWhatRunsMade_ComesIntoARepositoryThatHasTheRest()
    {
        var source = Repository("source");
        Git(source, "branch", "signalbox/K-1");
        Git(source, "update-ref", "refs/signalbox/run_1/cp_1", "HEAD");
        Git(source, "branch", "mine");
        var (bundle, fault) = await _bundles.WriteAsync("source", source, isWhole: false, _folder, "bundles/rp_1.bundle", Ct);
        Assert.Null(fault);
        Assert.Null(bundle!.Branch);

        var target = Repository("target");
        Assert.Null(await _bundles.FetchAsync(bundle, Path.Combine(_folder, bundle.File), target, Ct));
        Assert.Equal("refs/heads/main refs/heads/signalbox/K-1 refs/signalbox/run_1/cp_1", Refs(target));
    }

    [Fact]
    public async Task Bundle_OfAWholeRepository_IsMadeAnewWithItsBranchAndCommitter()
    {
        var source = Repository("source");
        Git(source, "config", "user.name", "Ann");
        Git(source, "update-ref", "refs/signalbox/run_1/cp_1", "HEAD");
        var (bundle, _) = await _bundles.WriteAsync("source", source, isWhole: true, _folder, "bundles/rp_1.bundle", Ct);

        var target = Path.Combine(_folder, "samples", "target");
        Assert.Null(await _bundles.CloneAsync(bundle!, Path.Combine(_folder, bundle!.File), target, Ct));

        Assert.Equal("refs/heads/main refs/signalbox/run_1/cp_1", Refs(target));
        Assert.Equal("text", await File.ReadAllTextAsync(Path.Combine(target, "file.txt"), Ct));
        Assert.Equal("Ann", Git(target, "config", "user.name"));
        Assert.Equal("", Git(target, "status", "--porcelain"));
    }

    [Fact]
    public async Task RecoverCommits_OfAnImportThatWasKilledBeforeItFetched_BringsThemAndSaysWhatIsLeft()
    {
        var source = Repository("source");
        Git(source, "branch", "signalbox/K-1");
        var target = Repository("target");
        var data = Path.Combine(_folder, "data");
        var (bundle, _) = await _bundles.WriteAsync("source", source, isWhole: false, data, "bundles/rp_1.bundle", Ct);
        File.Copy(Path.Combine(data, bundle!.File), Path.Combine(data, "bundles/rp_2.bundle"));
        List<TransferBundle> waiting = [bundle with { Path = target }, bundle with { Path = Path.Combine(_folder, "nowhere"), File = "bundles/rp_2.bundle" }];
        await File.WriteAllTextAsync(Path.Combine(data, "bundles", "pending.json"), JsonSerializer.Serialize(waiting, TransferJson.Document), Ct);
        await using var database = new SqliteDatabase(Path.Combine(data, "signalbox.db"));
        var importer = new DataImporter(database, TimeProvider.System);

        var note = Assert.Single(await importer.RecoverCommitsAsync(data, Ct));

        Assert.Equal("refs/heads/main refs/heads/signalbox/K-1", Refs(target));
        Assert.Contains("nowhere, which is not here", note, StringComparison.Ordinal);
        Assert.Equal(["rp_2.bundle"], Directory.EnumerateFiles(Path.Combine(data, "bundles")).Select(Path.GetFileName));
        Assert.Empty(await importer.RecoverCommitsAsync(data, Ct));
    }

    [Fact]
    public async Task Bundle_OfARepositoryWithoutRuns_IsNone()
    {
        var (bundle, fault) = await _bundles.WriteAsync("source", Repository("source"), isWhole: false, _folder, "bundles/rp_1.bundle", Ct);
        Assert.Null(bundle);
        Assert.Null(fault);
    }

    [Fact]
    public async Task Bundle_OfARepositoryThatIsGone_SaysSo()
    {
        var (bundle, fault) = await _bundles.WriteAsync("source", Path.Combine(_folder, "gone"), isWhole: false, _folder, "bundles/rp_1.bundle", Ct);
        Assert.Null(bundle);
        Assert.Contains("is not there", fault, StringComparison.Ordinal);
    }

    private string Repository(string name)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(path);
        Git(path, "init", "--quiet", "--initial-branch=main");
        File.WriteAllText(Path.Combine(path, "file.txt"), "text");
        Git(path, "add", "file.txt");
        Git(path, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--message", "one");
        return path;
    }

    private static string Refs(string path) => Git(path, "for-each-ref", "--format=%(refname)").Replace('\n', ' ');

    private static string Git(string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.Trim();
    }
}
