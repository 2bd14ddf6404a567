using System.Text;
using Signalbox.Engine.Files;

namespace Signalbox.Engine.Agents;

/// <summary>Reads the raw output files of an attempt.</summary>
internal static class OutputFile
{
    /// <summary>Bytes at the end of a file in which its last line is looked for.</summary>
    private const int TailBytes = 256 * 1024;

    /// <summary>Standard output of an attempt.</summary>
    public static string Stdout(string directory) => Path.Combine(directory, "stdout.log");

    /// <summary>Standard error of an attempt.</summary>
    public static string Stderr(string directory) => Path.Combine(directory, "stderr.log");

    /// <summary>When an attempt wrote last; null when it has no output files.</summary>
    public static DateTimeOffset? LastWritten(string directory)
    {
        var times = ((string[])[Stdout(directory), Stderr(directory)]).Where(File.Exists).Select(file => new DateTimeOffset(File.GetLastWriteTimeUtc(file), TimeSpan.Zero)).ToList();
        return times.Count == 0 ? null : times.Max();
    }

    /// <summary>Opens for reading while another process writes; null when there is no such file.</summary>
    public static FileStream? Open(string path) => UntrustedFile.TryOpen(path);

    /// <summary>The last line that is not blank, without escape sequences; null when there is none.</summary>
    public static async Task<string?> ReadLastLineAsync(string path, CancellationToken cancellationToken)
    {
        var file = Open(path);
        if (file is null)
        {
            return null;
        }

        await using (file)
        {
            var length = file.Length;
            file.Position = Math.Max(0, length - TailBytes);
            var tail = new byte[length - file.Position];
            var read = await file.ReadAtLeastAsync(tail, tail.Length, throwOnEndOfStream: false, cancellationToken);
            return Encoding.UTF8.GetString(tail, 0, read)
                .Split('\n')
                .Select(line => PlainText.WithoutEscapes(line).Trim().Trim('\uFEFF'))
                .LastOrDefault(line => line.Length > 0);
        }
    }
}
