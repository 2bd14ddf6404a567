using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Cli;

/// <summary>Reads the files that commands are given.</summary>
internal static class CliFiles
{
    /// <summary>
    /// The bytes of a file, one more than is allowed at most, so that its reader says that it is too large, with how many it has as far as that is known: a pipe has no
    /// length. Or why it cannot be read.
    /// </summary>
    public static async Task<(ReadOnlyMemory<byte> Bytes, long Size, string? Fault)> ReadAsync(CliContext context, string file, int maxBytes, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(file, context.WorkingDirectory);
        try
        {
            await using var stream = File.OpenRead(path);
            var buffer = new byte[maxBytes + 1];
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            return (buffer.AsMemory(0, length), stream.CanSeek ? stream.Length : length, null);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (default, 0, "there is no such file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (default, 0, Directory.Exists(path) ? "this is a folder: name its files" : $"cannot be read ({e.Message.TrimEnd('.')})");
        }
    }

    /// <summary>The diagnostic of a file that cannot be read.</summary>
    public static Diagnostic Unreadable(string file, string fault) => new(file, 1, 1, DiagnosticSeverity.Error, "unreadable-file", fault);
}
