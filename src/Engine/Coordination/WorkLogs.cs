using System.Text;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Files;
using Signalbox.Engine.Logs;

namespace Signalbox.Engine.Coordination;

/// <summary>The log of an attempt that a worker writes from afar.</summary>
internal static class WorkLogs
{
    /// <summary>The file of a stream.</summary>
    public static string FileOf(string folder, LogStream stream) => stream == LogStream.Stdout ? OutputFile.Stdout(folder) : OutputFile.Stderr(folder);

    /// <summary>Bytes of a stream; 0 when nothing was written.</summary>
    public static long LengthOf(string folder, LogStream stream) => new FileInfo(FileOf(folder, stream)) is { Exists: true } file ? file.Length : 0;

    /// <summary>Appends; one caller at a time.</summary>
    /// <param name="held">The answer when it was appended.</param>
    /// <param name="path">The file.</param>
    /// <param name="after">How many bytes come before the text: what of it stands behind them already, since its answer or the end of it was lost, is not appended again. Null: all of it is.</param>
    /// <param name="text">The text.</param>
    /// <param name="most">Bytes that the file may have.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<WorkResult> AppendAsync(WorkResult held, string path, long? after, string text, long most, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var rest = bytes.AsMemory(after is { } at ? await CountThereAsync(path, at, bytes, cancellationToken) : 0);
        await using var file = PrivateFiles.Open(path, FileMode.Append);
        if (file.Length + rest.Length > most)
        {
            return new WorkResult { Refused = $"the log has {file.Length} bytes, and {most} are allowed: fail the step, or say less" };
        }

        await file.WriteAsync(rest, cancellationToken);
        return held with { LogBytes = file.Length };
    }

    /// <summary>How many of the bytes stand at that place: all, the first ones behind which the file ends, or none.</summary>
    private static async Task<int> CountThereAsync(string path, long at, byte[] bytes, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (file.Length <= at)
        {
            return 0;
        }

        var there = new byte[(int)Math.Min(bytes.Length, file.Length - at)];
        file.Position = at;
        await file.ReadExactlyAsync(there, cancellationToken);
        return bytes.AsSpan(0, there.Length).SequenceEqual(there) ? there.Length : 0;
    }
}
