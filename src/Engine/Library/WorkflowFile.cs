namespace Signalbox.Engine.Library;

/// <summary>Reads a workflow file without reading more of it than a workflow may have.</summary>
internal static class WorkflowFile
{
    /// <summary>One byte more than allowed is enough for the parser to say that it is too large.</summary>
    private const int Most = (1024 * 1024) + 1;

    public static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var buffer = new byte[(int)Math.Min(Most, file.Length)];
        var read = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return read == buffer.Length ? buffer : buffer[..read];
    }
}
