using System.Diagnostics;
using System.Globalization;
using Signalbox.Bench.Harness;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Bench.Worktrees;

/// <summary>Row 14: a worktree of a repository of ten thousand files, beside git's own command.</summary>
internal sealed class WorktreeRow : IBenchRow
{
    private const int Files = 10_000;
    private const int FilesPerFolder = 100;
    private const int LinesPerFile = 60;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Samples _ours = new();
    private readonly Samples _git = new();
    private readonly Samples _removed = new();

    public string Number => "14";

    public string Title => "worktree for a 10,000-file repository";

    public async Task RunAsync(RowContext context, CancellationToken cancellationToken)
    {
        var root = await MakeAsync(context.Folder, cancellationToken);
        var manager = new GitWorkspaceManager(TimeProvider.System);
        var rounds = context.Times(11, 2);
        for (var round = 0; round < rounds; round++)
        {
            // In turns, and each of them first as often as the other: the disk's cache and its queue meet both.
            for (var turn = 0; turn < 2; turn++)
            {
                if ((round + turn) % 2 == 0)
                {
                    await OursAsync(manager, root, context.Folder, round, cancellationToken);
                }
                else
                {
                    await GitAsync(root, context.Folder, round, cancellationToken);
                }
            }
        }

        Report(context);
    }

    private void Report(RowContext context)
    {
        var created = context.Number("created, median", _ours.Median, "ms") with
        {
            BesideName = "git worktree add",
            Beside = _git.Median,
            Bound = Bound.RatioAtMost(1.3),
            Samples = _ours.Count,
            Details = new Dictionary<string, double>(StringComparer.Ordinal) { ["best"] = _ours.Smallest, ["worst"] = _ours.Largest, ["git best"] = _git.Smallest, ["git worst"] = _git.Largest },
            Note = "on a branch of its own, marked as finished; every file is there and git finds nothing changed",
        };
        context.Report(created);
        context.Report(created with { What = "created, largest", Value = _ours.Largest, BesideName = null, Beside = null, Bound = Bound.AtMost(5000), Details = new Dictionary<string, double>(StringComparer.Ordinal), Note = null });
        context.Report(context.Number("removed, nothing lost", _removed.Median, "ms") with
        {
            Samples = _removed.Count,
            Note = "looked through for what would be lost, set aside, looked through once more, deleted, its branch with it",
        });
    }

    private async Task OursAsync(GitWorkspaceManager manager, string root, string folder, int round, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"runs/W-{round}/workspace"));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var branch = string.Create(CultureInfo.InvariantCulture, $"signalbox/W-{round}");
        var began = Stopwatch.GetTimestamp();
        var outcome = await manager.CreateAsync(new WorkspaceRequest(root, path, branch, BaseRef: null), cancellationToken);
        _ours.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        WrongResultException.Unless(outcome.Fault is null, outcome.Fault ?? "");
        await CheckAsync(path, branch, cancellationToken);
        began = Stopwatch.GetTimestamp();
        var removed = await manager.RemoveAsync(new WorkspaceRemovalOrder(root, path) { Branch = branch }, cancellationToken);
        _removed.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        WrongResultException.Unless(removed.Fault is null && !Directory.Exists(path), removed.Fault ?? "the folder is still there");
    }

    private async Task GitAsync(string root, string folder, int round, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"rival/W-{round}"));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var branch = string.Create(CultureInfo.InvariantCulture, $"rival/W-{round}");
        var began = Stopwatch.GetTimestamp();
        await RunAsync(root, cancellationToken, "worktree", "add", "--quiet", "-b", branch, path);
        _git.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        await CheckAsync(path, branch, cancellationToken);
        await RunAsync(root, cancellationToken, "worktree", "remove", "--force", path);
    }

    private static async Task CheckAsync(string path, string branch, CancellationToken cancellationToken)
    {
        var files = Directory.EnumerateFiles(Path.Combine(path, "source"), "*", SearchOption.AllDirectories).Count();
        var status = await RunAsync(path, cancellationToken, "status", "--porcelain", "--branch");
        WrongResultException.Unless(
            files == Files && string.Equals(status.TrimEnd(), $"## {branch}", StringComparison.Ordinal), $"{path} has {files} files of {Files}, and git says: {status}");
    }

    /// <summary>A repository of files as source code has them, all different.</summary>
    private static async Task<string> MakeAsync(string folder, CancellationToken cancellationToken)
    {
        var root = Directory.CreateDirectory(Path.Combine(folder, "repository")).FullName;
        for (var file = 0; file < Files; file++)
        {
            var place = Path.Combine(root, "source", string.Create(CultureInfo.InvariantCulture, $"part-{file / FilesPerFolder:D3}"));
            Directory.CreateDirectory(place);
            var text = string.Concat(Enumerable.Range(1, LinesPerFile).Select(line => string.Create(CultureInfo.InvariantCulture, $"line {line} of file {file}: {line * 7919L * (file + 1)}\n")));
            await File.WriteAllTextAsync(Path.Combine(place, string.Create(CultureInfo.InvariantCulture, $"file-{file:D5}.txt")), text, cancellationToken);
        }

        await RunAsync(root, cancellationToken, "init", "--quiet", "--initial-branch=main");

        // What git tidies up by itself behind a commit would run beside what is measured.
        await RunAsync(root, cancellationToken, "config", "maintenance.auto", "false");
        await RunAsync(root, cancellationToken, "add", "--all");
        await RunAsync(root, cancellationToken, "-c", "user.name=Bench", "-c", "user.email=bench@example.org", "commit", "--quiet", "--message", "Ten thousand files");
        await RunAsync(root, cancellationToken, "gc", "--quiet");
        return root;
    }

    private static async Task<string> RunAsync(string folder, CancellationToken cancellationToken, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new WrongResultException("git could not be started");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        WrongResultException.Unless(process.ExitCode == 0, $"git {string.Join(' ', arguments)}: {await errors}");
        return output;
    }
}
