using System.Text;
using Signalbox.Engine.Files;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;

namespace Signalbox.Engine.Terminals;

/// <summary>
/// What a window shows: the log of an attempt, both streams, masked as everywhere, in a private file that the window follows. The raw files are never shown: they
/// hold what is masked. Past a limit it begins anew, which whoever follows it sees as well.
/// </summary>
internal sealed class TerminalFile(string path, AttemptId attempt, LogReader logs)
{
    /// <summary>Bytes after which the file begins anew.</summary>
    public const long MaxBytes = 4L * 1024 * 1024;

    private readonly Lock _writing = new();

    /// <summary>Makes it empty.</summary>
    public void Create()
    {
        PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
        PrivateFiles.Open(path, FileMode.Create).Dispose();
    }

    /// <summary>Writes what the attempt prints until it has ended.</summary>
    public async Task FeedAsync(CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, PrivateFiles.Options(FileMode.OpenOrCreate, FileShare.ReadWrite | FileShare.Delete));
        await Task.WhenAll(FollowAsync(file, LogStream.Stdout, cancellationToken), FollowAsync(file, LogStream.Stderr, cancellationToken));
    }

    private async Task FollowAsync(FileStream file, LogStream stream, CancellationToken cancellationToken)
    {
        LogLine? held = null;
        await foreach (var batch in logs.FollowAsync(attempt, stream, 1, cancellationToken))
        {
            var text = new StringBuilder();
            foreach (var line in batch.Lines)
            {
                // An unfinished line comes again when it has grown: it is shown when what follows tells that it stands.
                if (held is not null && (held.Line != line.Line || held.Part != line.Part))
                {
                    Add(text, held, endsLine: held.Line != line.Line);
                }

                held = line.Partial ? line : null;
                if (!line.Partial)
                {
                    Add(text, line, endsLine: true);
                }
            }

            Write(file, text.ToString());
        }

        if (held is not null)
        {
            Write(file, TerminalText.Of(held.Text) + "\n");
        }
    }

    private static void Add(StringBuilder text, LogLine line, bool endsLine)
    {
        text.Append(TerminalText.Of(line.Text));
        if (endsLine)
        {
            text.Append('\n');
        }
    }

    private void Write(FileStream file, string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        lock (_writing)
        {
            if (file.Length > MaxBytes)
            {
                file.SetLength(0);
            }

            file.Seek(0, SeekOrigin.End);
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush();
        }
    }
}
