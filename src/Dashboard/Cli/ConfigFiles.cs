using Signalbox.Engine.Governance.Configuration;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Cli;

/// <summary>Reads the configuration that a command is given.</summary>
internal static class ConfigFiles
{
    /// <summary>The bytes, one more than is allowed at most, so that the reader says that it is too large; or why it cannot be read.</summary>
    public static async Task<(ReadOnlyMemory<byte> Bytes, Diagnostic? Fault)> ReadAsync(CliContext context, string file, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(file, context.WorkingDirectory);
        try
        {
            await using var stream = File.OpenRead(path);
            var buffer = new byte[ConfigurationReader.MaxBytes + 1];
            return (buffer.AsMemory(0, await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)), null);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (default, Unreadable(file, "there is no such file"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (default, Unreadable(file, Directory.Exists(path) ? "this is a folder: name its file" : $"cannot be read ({e.Message.TrimEnd('.')})"));
        }
    }

    private static Diagnostic Unreadable(string file, string fault) => new(file, 1, 1, DiagnosticSeverity.Error, "unreadable-file", fault);
}
