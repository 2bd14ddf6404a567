using System.Reflection;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Workspaces;

public sealed class SampleRepositoryTests : IDisposable
{
    private readonly TestRepository _repository = new();
    private readonly SampleRepository _samples;
    private readonly string _target;

    public SampleRepositoryTests()
    {
        _samples = new SampleRepository(_repository.Git);
        _target = _repository.In("shop");
    }

    private static string SamplesFolder =>
        Path.Combine(typeof(SampleRepositoryTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key is "RepositoryRoot").Value!, "samples");

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task CreateAsync_Fresh_HasHistoryContentAndWorkflows()
    {
        Assert.Null(await CreateAsync());

        Assert.Equal("", await _repository.RunAsync(_target, "status", "--porcelain"));
        Assert.Equal("8", await _repository.RunAsync(_target, "rev-list", "--count", "main"));
        Assert.Equal("Signalbox samples", await _repository.RunAsync(_target, "log", "--format=%cn", "--max-count=1"));
        Assert.Equal(8, Directory.GetFiles(Path.Combine(_target, ".signalbox/workflows"), "*.yaml").Length);
        foreach (var file in Directory.GetFiles(Path.Combine(SamplesFolder, "repository"), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_target, Path.GetRelativePath(Path.Combine(SamplesFolder, "repository"), file));
            Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), await File.ReadAllTextAsync(copy, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task CreateAsync_EveryCommit_ChangesSomething()
    {
        Assert.Null(await CreateAsync());

        var files = await _repository.RunAsync(_target, "log", "--format=%x00", "--name-only");
        Assert.DoesNotContain(files.Split('\0').Skip(1), names => names.Trim().Length == 0);
    }

    [Fact]
    public async Task CreateAsync_Again_LeavesWhatWasDoneThere()
    {
        await CreateAsync();
        await File.WriteAllTextAsync(Path.Combine(_target, "mine.txt"), "mine", TestContext.Current.CancellationToken);

        Assert.Null(await CreateAsync());
        Assert.True(File.Exists(Path.Combine(_target, "mine.txt")));
    }

    [Fact]
    public async Task CreateAsync_AfterAnInterruptedOne_StartsAnew()
    {
        Directory.CreateDirectory($"{_target}.new/.git");
        await File.WriteAllTextAsync($"{_target}.new/half.txt", "", TestContext.Current.CancellationToken);

        Assert.Null(await CreateAsync());
        Assert.False(File.Exists(Path.Combine(_target, "half.txt")));
        Assert.False(Directory.Exists($"{_target}.new"));
    }

    [Fact]
    public async Task CreateAsync_SomethingElseThere_IsNotTouched()
    {
        Directory.CreateDirectory(_target);
        await File.WriteAllTextAsync(Path.Combine(_target, "mine.txt"), "mine", TestContext.Current.CancellationToken);

        Assert.Contains("is there already", await CreateAsync(), StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(_target));
    }

    [Fact]
    public async Task CreateAsync_Probed_IsAUsableRepository()
    {
        await CreateAsync();

        var probe = await _repository.Manager.ProbeAsync(_target, TestContext.Current.CancellationToken);

        Assert.Null(probe.Fault);
        Assert.Equal("main", probe.DefaultBranch);
    }

    private Task<string?> CreateAsync() => _samples.CreateAsync(SamplesFolder, _target, TestContext.Current.CancellationToken);
}
