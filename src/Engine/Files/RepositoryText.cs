using System.Text;

namespace Signalbox.Engine.Files;

/// <summary>
/// Small text files that people and Signalbox both write in a repository's checkout: read whole and strictly, written whole and at once, and neither
/// through a link, which could lead out of the repository.
/// </summary>
internal static class RepositoryText
{
    private const long MaxBytes = 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text; null with a fault where there is a file that cannot be read, null without where there is none.</summary>
    public static async Task<(string? Text, string? Fault)> ReadAsync(string repository, string path, CancellationToken cancellationToken)
    {
        var (file, fault, isMissing) = UntrustedFile.Open(repository, path, MaxBytes, UntrustedLinks.Refused);
        if (file is null)
        {
            return (null, isMissing ? null : fault);
        }

        await using (file)
        {
            var bytes = new byte[file.Length];
            var read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            try
            {
                return (Strict.GetString(bytes, 0, read), null);
            }
            catch (DecoderFallbackException)
            {
                return (null, "it is not UTF-8 text");
            }
        }
    }

    /// <summary>Writes the whole file; its folders are made.</summary>
    /// <returns>Null when written; else why not, in one sentence without its end, and nothing has changed.</returns>
    public static async Task<string?> WriteAsync(string repository, string path, string text, CancellationToken cancellationToken)
    {
        if (LinkFault(repository, path) is { } fault)
        {
            return fault;
        }

        var target = Path.Combine(repository, path);
        var temporary = $"{target}.tmp-{Guid.NewGuid():n}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await File.WriteAllTextAsync(temporary, text, Strict, cancellationToken);
            File.Move(temporary, target, overwrite: true);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }

            return exception.Message;
        }
    }

    /// <summary>A folder that is a link could lead out of the repository.</summary>
    private static string? LinkFault(string repository, string path)
    {
        var folder = repository;
        foreach (var name in path.Split('/')[..^1])
        {
            folder = Path.Combine(folder, name);
            if (new FileInfo(folder).LinkTarget is not null)
            {
                return $"{folder} is a link, which is not followed";
            }
        }

        return Directory.Exists(repository) ? null : $"{repository} is not there";
    }
}
