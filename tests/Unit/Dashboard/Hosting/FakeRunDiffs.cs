using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Diffs;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Diffs;

namespace Signalbox.Unit.Dashboard.Hosting;

/// <summary>Changes that the test puts in, with the lines of each file as a text.</summary>
internal sealed class FakeRunDiffs : IRunDiffs
{
    private readonly List<(DiffFile File, FileDiff Diff)> _files = [];

    /// <summary>What was asked for, in order.</summary>
    public List<DiffScope> Asked { get; } = [];

    /// <summary>Paths whose lines were read, in order.</summary>
    public List<string> Read { get; } = [];

    /// <summary>Answer to every question, in place of the files.</summary>
    public RunDiff? Answer { get; set; }

    /// <summary>More of the answer.</summary>
    public Func<RunDiff, RunDiff> Adjust { get; set; } = diff => diff;

    public void Add(string path, string patch, Func<DiffFile, DiffFile>? adjust = null, Func<FileDiff, FileDiff>? change = null)
    {
        var (hunks, _) = PatchText.Parse(patch);
        var lines = hunks.SelectMany(h => h.Lines).ToList();
        var file = new DiffFile
        {
            Path = path,
            Status = DiffFileStatus.Modified,
            OldMode = "100644",
            NewMode = "100644",
            OldBlob = new string('1', 40),
            NewBlob = new string('2', 40),
            Added = lines.Count(l => l.Kind == DiffLineKind.Added),
            Removed = lines.Count(l => l.Kind == DiffLineKind.Removed),
        };
        var diff = new FileDiff { Hunks = hunks, OldBytes = 10, NewBytes = 20 };
        _files.Add((adjust?.Invoke(file) ?? file, change?.Invoke(diff) ?? diff));
    }

    /// <summary>Makes the answer one of several repositories, in each of which these files changed.</summary>
    public void InRepositories(params string[] names) => Adjust = diff => new RunDiff
    {
        Parts = [.. names.Select(name => diff with { Repository = name })],
        From = diff.From,
        To = diff.To,
        List = diff.List with { Total = diff.List.Total * names.Length, Added = diff.List.Added * names.Length, Removed = diff.List.Removed * names.Length },
    };

    public Task<RunDiff> ReadAsync(RunState state, DiffScope scope, CancellationToken cancellationToken)
    {
        Asked.Add(scope);
        var list = new DiffList { Files = [.. _files.Select(f => f.File)], Total = _files.Count, Added = _files.Sum(f => f.File.Added ?? 0), Removed = _files.Sum(f => f.File.Removed ?? 0) };
        return Task.FromResult(Answer ?? Adjust(new RunDiff { Ends = new DiffEnds("/w", "a", "b"), From = "the start", To = "the end", List = list }));
    }

    /// <summary>How much each step changed.</summary>
    public Dictionary<StepRunId, ChangeSummary> Counts { get; } = [];

    public Task<IReadOnlyDictionary<StepRunId, ChangeSummary>> CountAsync(RunState state, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<StepRunId, ChangeSummary>>(Counts);

    public Task<FileDiff> FileAsync(RunDiff diff, DiffFile file, CancellationToken cancellationToken)
    {
        Read.Add(file.Path);
        return Task.FromResult(_files.First(f => f.File == file).Diff);
    }
}
