using System.Globalization;

namespace Signalbox.Engine.Workspaces;

/// <summary>Counts what a workspace holds against a commit: committed, uncommitted and untracked. Safe beside an agent that writes.</summary>
internal sealed class ChangeCounter(Git git)
{
    // As git does: a NUL byte in the beginning makes a file binary, and binary files have no lines.
    private const int BinaryProbe = 8000;
    private const long MaxCountedBytes = 64L * 1024 * 1024;

    /// <summary>The size of the change.</summary>
    /// <exception cref="InvalidOperationException">git cannot compare.</exception>
    public async Task<ChangeSummary> CountAsync(string path, string baseCommit, CancellationToken cancellationToken)
    {
        var tracked = await RunAsync(path, ["diff", "--numstat", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--end-of-options", baseCommit, "--"], cancellationToken);
        var untracked = await RunAsync(path, ["ls-files", "--others", "--exclude-standard", "-z"], cancellationToken);
        int files = 0, added = 0, removed = 0;
        foreach (var entry in tracked)
        {
            var fields = entry.Split('\t', 3);
            if (OwnFiles.Holds(fields[2]))
            {
                continue;
            }

            files++;
            added += Number(fields[0]);
            removed += Number(fields[1]);
        }

        foreach (var name in untracked.Where(n => !OwnFiles.Holds(n)))
        {
            files++;
            added += await LinesAsync(Path.Combine(path, name), cancellationToken);
        }

        return new ChangeSummary(files, added, removed);
    }

    private async Task<string[]> RunAsync(string path, string[] arguments, CancellationToken cancellationToken)
    {
        GitResult result;
        try
        {
            result = await git.RunAsync(path, arguments, cancellationToken);
        }
        catch (GitMissingException missing)
        {
            throw new InvalidOperationException(missing.Message, missing);
        }

        return result.IsSuccess
            ? result.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            : throw new InvalidOperationException($"the changes of workspace {path} cannot be counted: {result.Reason}");
    }

    private static int Number(string field) => int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static async Task<int> LinesAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var info = new FileInfo(path);
            if (info.LinkTarget is not null)
            {
                return 1; // git keeps a link as one line; what it points to may lie outside
            }

            return !info.Exists || info.Length > MaxCountedBytes ? 0 : await CountLinesAsync(path, cancellationToken);
        }
        catch (IOException)
        {
            return 0; // gone again, or being replaced, while the agent works
        }
        catch (UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static async Task<int> CountLinesAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
        var buffer = new byte[64 * 1024];
        var lines = 0;
        var last = (byte)'\n';
        var isFirst = true;
        int read;
        while ((read = await file.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (isFirst && buffer.AsSpan(0, Math.Min(read, BinaryProbe)).Contains((byte)0))
            {
                return 0;
            }

            isFirst = false;
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
            last = buffer[read - 1];
        }

        return last == (byte)'\n' ? lines : lines + 1;
    }
}
