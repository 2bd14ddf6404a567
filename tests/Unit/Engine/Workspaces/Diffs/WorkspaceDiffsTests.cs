using Signalbox.Engine.Workspaces.Diffs;

namespace Signalbox.Unit.Engine.Workspaces.Diffs;

public sealed class WorkspaceDiffsTests : IDisposable
{
    private readonly TestRepository _repository = new();
    private readonly WorkspaceDiffs _diffs;
    private string _base = "";

    public WorkspaceDiffsTests() => _diffs = new WorkspaceDiffs(_repository.Git, TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task ListAsync_EveryKindOfChange_IsToldApart()
    {
        await BeginAsync(async () =>
        {
            await _repository.WriteAsync("gone.txt", "1\n2\n");
            await _repository.WriteAsync("moved.txt", string.Concat(Enumerable.Range(1, 20).Select(n => $"{n}\n")));
            await _repository.WriteAsync("run.sh", "echo\n");
            await _repository.WriteAsync("kind", "file\n");
        });
        await _repository.WriteAsync("a.txt", "one\nzwei\ndrei\n");
        File.Delete(_repository.At("gone.txt"));
        await _repository.WriteAsync("sub/moved.txt", await File.ReadAllTextAsync(_repository.At("moved.txt"), Stop) + "21\n");
        File.Delete(_repository.At("moved.txt"));
        _repository.Shell("chmod +x run.sh; rm kind; ln -s /etc/passwd kind; printf 'a\\0b' > binary.bin");
        await _repository.WriteAsync("untracked.txt", "new");
        await _repository.WriteAsync(".gitignore", "ignored.txt\n");
        await _repository.WriteAsync("ignored.txt", "x");

        var list = await ListAsync();

        Assert.Equal(
            [
                (".gitignore", DiffFileStatus.Added, 1, 0, false),
                ("a.txt", DiffFileStatus.Modified, 2, 1, false),
                ("binary.bin", DiffFileStatus.Added, null, null, true),
                ("gone.txt", DiffFileStatus.Deleted, 0, 2, false),
                ("kind", DiffFileStatus.TypeChanged, 1, 1, false),
                ("run.sh", DiffFileStatus.Modified, 0, 0, false),
                ("sub/moved.txt", DiffFileStatus.Renamed, 1, 0, false),
                ("untracked.txt", DiffFileStatus.Added, 1, 0, false),
            ],
            list.Files.Select(f => (f.Path, f.Status, f.Added, f.Removed, f.IsBinary)));
        Assert.Equal("moved.txt", list.Files[6].OldPath);
        Assert.True(list.Files[5].IsModeChanged);
        Assert.Equal((8, 6, 4, false), (list.Total, list.Added, list.Removed, list.IsCut));
    }

    [Theory]
    [InlineData("with \"quotes\" and\ttab")]
    [InlineData("line\nfeed")]
    [InlineData("ünïcode ☃")]
    [InlineData("-rf")]
    [InlineData(":(glob)**")]
    [InlineData("‮txt.exe")]
    public async Task FileAsync_HostileName_IsReadByItsContent(string name)
    {
        await BeginAsync();
        await _repository.WriteAsync(name, "one\n");

        var (file, diff) = await OnlyFileAsync();

        Assert.Equal(name, file.Path);
        Assert.Equal([new DiffLine(DiffLineKind.Added, null, 1, "one")], Assert.Single(diff.Hunks).Lines);
    }

    [Fact]
    public async Task FileAsync_NameThatIsNoUtf8_IsReadByItsContent()
    {
        await BeginAsync();
        _repository.Shell("printf 'one\\n' > \"$(printf 'caf\\351')\"");

        var (file, diff) = await OnlyFileAsync();

        // .NET cannot name it, so it could not clean it away either
        _repository.Shell("rm caf*");
        Assert.Equal("caf\uFFFD", file.Path);
        Assert.Equal("one", Assert.Single(Assert.Single(diff.Hunks).Lines).Text);
    }

    [Fact]
    public async Task FileAsync_NoNewlineAndCarriageReturns_AreKept()
    {
        await BeginAsync();
        await _repository.WriteAsync("a.txt", "one\r\ntwo");

        var (_, diff) = await OnlyFileAsync();

        Assert.Equal(
            [("one", DiffLineKind.Removed, true), ("two", DiffLineKind.Removed, true), ("one\r", DiffLineKind.Added, true), ("two", DiffLineKind.Added, false)],
            diff.Hunks[0].Lines.Select(l => (l.Text, l.Kind, l.HasLineEnd)));
    }

    [Fact]
    public async Task FileAsync_NewFileWithoutNewlineAndEmptyFile_AreTold()
    {
        await BeginAsync();
        await _repository.WriteAsync("new.txt", "one\n\ntwo");
        await _repository.WriteAsync("none.txt", "");

        var list = await ListAsync();
        var filled = await _diffs.FileAsync(_repository.Workspace, list.Files[0], Stop);
        var empty = await _diffs.FileAsync(_repository.Workspace, list.Files[1], Stop);

        Assert.Equal([("one", true), ("", true), ("two", false)], filled.Hunks[0].Lines.Select(l => (l.Text, l.HasLineEnd)));
        Assert.Equal((FileDiffKind.Text, 0, 0L), (empty.Kind, empty.Hunks.Count, empty.NewBytes));
    }

    [Fact]
    public async Task FileAsync_BinaryAndHuge_SayWhatTheyAre()
    {
        await BeginAsync();
        _repository.Shell("printf 'a\\0b' > binary.bin");
        await _repository.WriteAsync("huge.txt", new string('x', (int)DiffLimits.MaxBytes + 1));

        var list = await ListAsync();
        var binary = await _diffs.FileAsync(_repository.Workspace, list.Files[0], Stop);
        var huge = await _diffs.FileAsync(_repository.Workspace, list.Files[1], Stop);

        Assert.Equal((FileDiffKind.Binary, 3L), (binary.Kind, binary.NewBytes));
        Assert.Equal((FileDiffKind.TooLarge, DiffLimits.MaxBytes + 1), (huge.Kind, huge.NewBytes));
    }

    [Fact]
    public async Task FileAsync_ManyLines_AreCutAndSaySo()
    {
        await BeginAsync();
        await _repository.WriteAsync("many.txt", string.Concat(Enumerable.Repeat("x\n", DiffLimits.MaxLines + 5)));

        var (file, diff) = await OnlyFileAsync();

        Assert.Equal(DiffLimits.MaxLines + 5, file.Added);
        Assert.True(diff.IsCut);
        Assert.Equal(DiffLimits.MaxLines, diff.Hunks.Sum(h => h.Lines.Count));
    }

    /// <summary>What an agent can write into the repository must neither start a program nor hide a line from who reviews it (design/security.md).</summary>
    [Fact]
    public async Task FileAsync_AttributesConfigurationAndReplacedObjects_NeitherRunNorHide()
    {
        await BeginAsync();
        var ran = _repository.In("ran");
        _repository.Shell(
            $"printf '* -diff\\n*.txt diff=evil\\n' > .gitattributes; git config diff.evil.command 'touch {ran}'; git config diff.evil.textconv 'touch {ran}; cat'; git config diff.external 'touch {ran}'; "
            + "git config diff.noprefix true; git config color.ui always; git config diff.context 0");
        await _repository.WriteAsync("a.txt", "one\nhidden\n");
        await _repository.WriteAsync("plain.cs", "shown\n");
        var tree = (await _diffs.TreeAsync(_repository.Workspace, Stop)).Tree!;
        var original = await _repository.GitAsync("rev-parse", $"{tree}:a.txt");
        await _repository.GitAsync("replace", original, await _repository.GitAsync("rev-parse", $"{_base}:a.txt"));

        var list = await _diffs.ListAsync(new DiffEnds(_repository.Workspace, _base, tree), Stop);
        var changed = await _diffs.FileAsync(_repository.Workspace, list.Files.Single(f => f.Path is "a.txt"), Stop);
        var added = await _diffs.FileAsync(_repository.Workspace, list.Files.Single(f => f.Path is "plain.cs"), Stop);

        Assert.Equal(["one", "two", "hidden"], Assert.Single(changed.Hunks).Lines.Select(l => l.Text));
        Assert.Equal("shown", Assert.Single(Assert.Single(added.Hunks).Lines).Text);
        Assert.False(File.Exists(ran));
    }

    [Fact]
    public async Task TreeAsync_AssumedUnchanged_IsSeenAllTheSame()
    {
        await BeginAsync();
        await _repository.GitAsync("update-index", "--assume-unchanged", "a.txt");
        await _repository.WriteAsync("a.txt", "one\nchanged behind its back\n");

        var (file, _) = await OnlyFileAsync();

        Assert.Equal("a.txt", file.Path);
    }

    [Fact]
    public async Task TreeAsync_Read_ChangesNeitherIndexNorStatus()
    {
        await BeginAsync();
        await _repository.WriteAsync("new.txt", "new\n");
        var index = await File.ReadAllBytesAsync(Path.Combine(await _repository.FolderAsync(), "index"), Stop);

        await ListAsync();

        Assert.Equal(index, await File.ReadAllBytesAsync(Path.Combine(await _repository.FolderAsync(), "index"), Stop));
        Assert.Equal("?? new.txt", await _repository.GitAsync("status", "--porcelain"));
    }

    [Fact]
    public async Task ListAsync_WorkspaceGone_ComparesCheckpointsInTheRepository()
    {
        await BeginAsync();
        await _repository.WriteAsync("new.txt", "new\n");
        var checkpoint = await _repository.CheckpointAsync();
        await _repository.Manager.DiscardAsync(_repository.Root, _repository.Workspace, Stop);

        var list = await _diffs.ListAsync(new DiffEnds(_repository.Root, _base, checkpoint.Commit!), Stop);
        var diff = await _diffs.FileAsync(_repository.Root, Assert.Single(list.Files), Stop);

        Assert.False(WorkspaceDiffs.IsWorktree(_repository.Workspace));
        Assert.Equal("new", Assert.Single(Assert.Single(diff.Hunks).Lines).Text);
    }

    [Fact]
    public async Task ListAsync_UnknownCommitOrOption_SaysSo()
    {
        await BeginAsync();

        var unknown = await _diffs.ListAsync(new DiffEnds(_repository.Workspace, _base, new string('a', 40)), Stop);
        var option = await _diffs.ListAsync(new DiffEnds(_repository.Workspace, _base, "--output=/tmp/x"), Stop);

        Assert.StartsWith("what changed cannot be read", unknown.Fault, StringComparison.Ordinal);
        Assert.Contains("not two states", option.Fault, StringComparison.Ordinal);
        Assert.Contains("gone", (await _diffs.TreeAsync(_repository.In("nowhere"), Stop)).Fault, StringComparison.Ordinal);
    }

    private async Task BeginAsync(Func<Task>? more = null)
    {
        await _repository.WithWorkspaceAsync();
        await (more ?? (() => Task.CompletedTask))();
        _base = more is null ? await _repository.GitAsync("rev-parse", "HEAD") : await _repository.CommitAsync(_repository.Workspace, "More");
    }

    private async Task<DiffList> ListAsync()
    {
        var tree = await _diffs.TreeAsync(_repository.Workspace, Stop);
        Assert.Null(tree.Fault);
        var list = await _diffs.ListAsync(new DiffEnds(_repository.Workspace, _base, tree.Tree!), Stop);
        Assert.Null(list.Fault);
        return list;
    }

    private async Task<(DiffFile File, FileDiff Diff)> OnlyFileAsync()
    {
        var file = Assert.Single((await ListAsync()).Files);
        var diff = await _diffs.FileAsync(_repository.Workspace, file, Stop);
        Assert.Null(diff.Fault);
        return (file, diff);
    }
}
